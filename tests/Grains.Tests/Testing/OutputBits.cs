using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Grains.Tests.Testing;

/// <summary>Writes outputs as text that shows every bit, so that equal texts are equal outputs.</summary>
internal static class OutputBits
{
    public static string Of(StepOutput output) =>
        $"{output.Token} {output.Label} {(output.Score is { } score ? Hex(score) : "-")} "
        + $"{(output.Probabilities is { } all ? Hex(all) : "-")} {(output.Features is { } vector ? Hex(vector) : "-")}";

    public static List<string> Of(IEnumerable<StepOutput> outputs) => [.. outputs.Select(Of)];

    public static List<string> Of(IEnumerable<OutputFrame> frames) => Of(frames.SelectMany(frame => frame.Outputs));

    private static string Hex(float[] values) => string.Join(',', values.Select(Hex));

    private static string Hex(float value) => $"{BitConverter.SingleToUInt32Bits(value):X8}";
}
