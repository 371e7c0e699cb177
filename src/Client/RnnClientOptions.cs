namespace RnnCluster.Client;

/// <summary>Bounds and patience of a client process.</summary>
public sealed class RnnClientOptions
{
    /// <summary>Most frames of one session that were sent and whose answer was not read yet, 1 to 1,000,000. Default 1,024.</summary>
    public int SessionFramesLimit { get; set; } = 1_024;

    /// <summary>Most frames of all sessions that were sent and are not answered yet, 1 to 1,000,000. Default 8,192.</summary>
    public int ClientFramesLimit { get; set; } = 8_192;

    /// <summary>A session that waits for answers and hears nothing for so long sends its frames again, 10 to 600,000 ms. Doubles with every try. Default 5,000.</summary>
    public int ResendAfterMs { get; set; } = 5_000;

    /// <summary>How long a frame may wait for room on its stream before sending fails, 0 to 600,000 ms. Default 30,000.</summary>
    public int PublishWaitMs { get; set; } = 30_000;

    /// <summary>What is out of bounds, one sentence each.</summary>
    public IEnumerable<string> Faults()
    {
        return new[]
        {
            Range(nameof(SessionFramesLimit), SessionFramesLimit, 1, 1_000_000),
            Range(nameof(ClientFramesLimit), ClientFramesLimit, 1, 1_000_000),
            Range(nameof(ResendAfterMs), ResendAfterMs, 10, 600_000),
            Range(nameof(PublishWaitMs), PublishWaitMs, 0, 600_000),
        }.OfType<string>();
    }

    private static string? Range(string option, int value, int least, int most) =>
        value < least || value > most ? $"{option} is {value}; it must be {least} to {most}" : null;
}
