using System.Text.Json;
using RnnCluster.Cli.Tracing;

namespace RnnCluster.Cli.Tests.Tracing;

/// <summary>What <c>rnn trace</c> writes.</summary>
internal static class Traces
{
    public static string Of(TraceSettings settings)
    {
        using var output = new StringWriter { NewLine = "\n" };
        Assert.Equal(0, TraceRun.Run(settings, output));
        return output.ToString();
    }

    public static TraceSettings Review(string text) =>
        new() { Model = "worked-example", Text = text, ModelsFolder = Repository.Docs };

    public static JsonElement Json(TraceSettings settings) => JsonDocument.Parse(Of(settings with { Json = true })).RootElement;
}
