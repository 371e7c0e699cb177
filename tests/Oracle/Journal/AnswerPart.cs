using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Oracle.Journal;

/// <summary>A part of an answer, as it is compared: two are equal when every bit of their outputs is.</summary>
/// <param name="Number">0, 1, 2 … within the answer.</param>
/// <param name="Last">Whether it is the last one.</param>
/// <param name="EndOfSequence">Whether the sequence ended.</param>
/// <param name="Outputs">How many outputs.</param>
/// <param name="Digest">SHA-256 of all bits of the outputs.</param>
/// <param name="Error">Code and message of a refusal; empty for none.</param>
internal sealed record AnswerPart(int Number, bool Last, bool EndOfSequence, int Outputs, string Digest, string Error)
{
    /// <summary>A part of the answer to a frame.</summary>
    public static AnswerPart Of(int number, IReadOnlyList<StepOutput> outputs, bool last, bool endOfSequence) =>
        new(number, last, endOfSequence, outputs.Count, DigestOf(outputs), Error: "");

    /// <summary>The answer to a frame that is refused.</summary>
    public static AnswerPart Of(string code, string message) =>
        new(Number: 0, Last: true, EndOfSequence: false, Outputs: 0, DigestOf([]), $"{code}: {message}");

    /// <summary>What a client was given.</summary>
    public static AnswerPart Of(OutputFrame output) => output.Error is { } error
        ? Of(error.Code, error.Message) with { Number = output.Part, Last = output.Last, EndOfSequence = output.EndOfSequence }
        : Of(output.Part, output.Outputs, output.Last, output.EndOfSequence);

    /// <inheritdoc/>
    public override string ToString() => Error.Length > 0
        ? $"part {Number}: {Error}"
        : $"part {Number}{(Last ? ", the last" : "")}{(EndOfSequence ? ", end of the sequence" : "")}: {Outputs} outputs {Digest[..16]}";

    private static string DigestOf(IReadOnlyList<StepOutput> outputs)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var output in outputs)
        {
            // Lengths keep one text's end apart from the next one's beginning; −1 stands for nothing.
            Add(digest, output.Token);
            Add(digest, output.Label);
            Add(digest, output.Score is { } score ? [score] : null);
            Add(digest, output.Probabilities);
            Add(digest, output.Features);
        }

        return Convert.ToHexString(digest.GetHashAndReset());
    }

    private static void Add(IncrementalHash digest, string? text) => Add(digest, text is null ? -1 : text.Length, Encoding.Unicode.GetBytes(text ?? ""));

    private static void Add(IncrementalHash digest, float[]? values) => Add(digest, values?.Length ?? -1, MemoryMarshal.AsBytes<float>(values));

    private static void Add(IncrementalHash digest, int length, ReadOnlySpan<byte> bytes)
    {
        digest.AppendData(BitConverter.GetBytes(length));
        digest.AppendData(bytes);
    }
}
