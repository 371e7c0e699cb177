using RnnCluster.Abstractions.Frames;
using RnnCluster.Client.Sessions;

namespace RnnCluster.Grains.Tests.Testing;

/// <summary>What most tests do with a client's session.</summary>
internal static class Sending
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Says that nothing follows, and gives all outputs.</summary>
    public static async Task<List<OutputFrame>> ReadAllAsync(this RnnSession session)
    {
        session.CompleteSending();
        return await session.ReadOutputsAsync(Cancellation).ToListAsync(Cancellation);
    }

    /// <summary>Generates, and gives all parts.</summary>
    public static async Task<List<OutputFrame>> GenerateAllAsync(
        this RnnSession session, int tokens, string? prompt = null, ulong? seed = null, int partTokens = 16, float? temperature = null)
    {
        var request = new GenerationRequest { Tokens = tokens, Seed = seed, PartTokens = partTokens, Temperature = temperature };
        return await session.GenerateAsync(request, prompt is null ? null : new TextInput(prompt), Cancellation).ToListAsync(Cancellation);
    }

    /// <summary>The tokens of an answer's parts; none of them may be an error.</summary>
    public static List<string> Tokens(IEnumerable<OutputFrame> parts) =>
        [.. parts.SelectMany(part => part.Error is null ? part.Outputs : throw new InvalidOperationException(part.Error.Message))
            .Select(output => output.Token!)];
}
