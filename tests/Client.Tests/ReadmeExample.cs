using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Client.Tests;

/// <summary>The C# of the README, compiled.</summary>
internal static class ReadmeExample
{
    public static async Task TagAsync(RnnClient client)
    {
        // README begins
        await using var session = await client.OpenAsync("tagger");
        await session.SendAsync(new TextInput("The cat sat on the mat."), end: true);
        session.CompleteSending();
        await foreach (var output in session.ReadOutputsAsync())
        {
            foreach (var step in output.Outputs)
            {
                Console.WriteLine($"{step.Token} {step.Label} {step.Score:P0}");
            }
        }

        // README ends
    }
}
