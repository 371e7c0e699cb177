namespace RnnCluster.Client;

/// <summary>Bounds and patience of a client process.</summary>
public sealed class RnnClientOptions
{
    /// <summary>Most frames of one session that were sent and whose answer was not read yet, 1 to 1,000,000. Default 1,024.</summary>
    public int SessionFramesLimit { get; set; } = 1_024;

    /// <summary>Most frames of all sessions that were sent and are not answered yet, 1 to 1,000,000. Default 8,192.</summary>
    public int ClientFramesLimit { get; set; } = 8_192;

    /// <summary>
    /// Most frames of one session that are kept though they are answered, because no checkpoint covers them yet, 0 to 1,000,000. The oldest
    /// are let go then, and the session is lost if its silo crashes before the next checkpoint. Default 16,384.
    /// </summary>
    public int RetainedFramesLimit { get; set; } = 16_384;

    /// <summary>The same bound in bytes of their inputs, 0 to 1,073,741,824. Default 16,777,216.</summary>
    public int RetainedBytesLimit { get; set; } = 16 << 20;

    /// <summary>
    /// A session that waits for answers and hears nothing for so long sends its frames again, 10 to 600,000 ms. Doubles with every try, up
    /// to 4,000 ms. Default 1,500.
    /// </summary>
    public int ResendAfterMs { get; set; } = 1_500;

    /// <summary>Most frames a second that all silent sessions together send again, 1 to 1,000,000. Default 8,192.</summary>
    public int ResendFramesLimit { get; set; } = 8_192;

    /// <summary>How long a frame may wait for room on its stream, or for a cluster that changes, before sending fails, 0 to 600,000 ms. Default 60,000.</summary>
    public int PublishWaitMs { get; set; } = 60_000;

    /// <summary>What is out of bounds, one sentence each.</summary>
    public IEnumerable<string> Faults()
    {
        return new[]
        {
            Range(nameof(SessionFramesLimit), SessionFramesLimit, 1, 1_000_000),
            Range(nameof(ClientFramesLimit), ClientFramesLimit, 1, 1_000_000),
            Range(nameof(RetainedFramesLimit), RetainedFramesLimit, 0, 1_000_000),
            Range(nameof(RetainedBytesLimit), RetainedBytesLimit, 0, 1 << 30),
            Range(nameof(ResendAfterMs), ResendAfterMs, 10, 600_000),
            Range(nameof(ResendFramesLimit), ResendFramesLimit, 1, 1_000_000),
            Range(nameof(PublishWaitMs), PublishWaitMs, 0, 600_000),
        }.OfType<string>();
    }

    private static string? Range(string option, int value, int least, int most) =>
        value < least || value > most ? $"{option} is {value}; it must be {least} to {most}" : null;
}
