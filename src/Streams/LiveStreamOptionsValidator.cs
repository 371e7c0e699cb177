using Microsoft.Extensions.Options;

namespace RnnCluster.Streams;

/// <summary>The bounds that <see cref="LiveStreamOptions"/> documents.</summary>
internal sealed class LiveStreamOptionsValidator(string name, IOptionsMonitor<LiveStreamOptions> monitor) : IConfigurationValidator
{
    /// <exception cref="OptionsValidationException">An option is out of its bounds; the message names all that are.</exception>
    public void ValidateConfiguration()
    {
        var options = monitor.Get(name);
        var faults = new[]
        {
            Range(nameof(options.QueueCount), options.QueueCount, 1, 1_024),
            Range(nameof(options.QueueEventsLimit), options.QueueEventsLimit, 1, 100_000_000),
            Range(nameof(options.FullWaitMs), options.FullWaitMs, 0, 25_000),
            Range(nameof(options.AnswerWaitMs), options.AnswerWaitMs, 100, 25_000),
            Range(nameof(options.RetryMs), options.RetryMs, 0, 600_000),
            Range(nameof(options.MessageEventsLimit), options.MessageEventsLimit, 1, 1_000_000),
            Range(nameof(options.MessageBytesLimit), options.MessageBytesLimit, 1_024, 64 << 20),
            Range(nameof(options.MessagesUnderWay), options.MessagesUnderWay, 1, 1_024),
            Range(nameof(options.SenderEventsLimit), options.SenderEventsLimit, 1, 100_000_000),
        }.OfType<string>().ToList();
        if (faults.Count > 0)
        {
            throw new OptionsValidationException(name, typeof(LiveStreamOptions), faults);
        }
    }

    private string? Range(string option, int value, int least, int most) =>
        value < least || value > most ? $"{option} of streams '{name}' is {value}; it must be {least} to {most}" : null;
}
