using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace RnnCluster.Streams.Tests;

public sealed class LiveStreamOptionsValidatorTests
{
    [Fact]
    public void ValidateConfiguration_Defaults_AreAllowed() => Validate(_ => { });

    [Fact]
    public void ValidateConfiguration_OutOfBounds_NamesAllFaults()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Validate(options =>
        {
            options.QueueCount = 0;
            options.QueueEventsLimit = 0;
            options.FullWaitMs = -1;
            options.AnswerWaitMs = 99;
            options.RetryMs = 600_001;
            options.MessageEventsLimit = 0;
            options.MessageBytesLimit = 1_023;
            options.MessagesUnderWay = 0;
            options.SenderEventsLimit = 100_000_001;
        }));

        Assert.Equal(
            [
                "QueueCount of streams 'input' is 0; it must be 1 to 1024",
                "QueueEventsLimit of streams 'input' is 0; it must be 1 to 100000000",
                "FullWaitMs of streams 'input' is -1; it must be 0 to 25000",
                "AnswerWaitMs of streams 'input' is 99; it must be 100 to 25000",
                "RetryMs of streams 'input' is 600001; it must be 0 to 600000",
                "MessageEventsLimit of streams 'input' is 0; it must be 1 to 1000000",
                "MessageBytesLimit of streams 'input' is 1023; it must be 1024 to 67108864",
                "MessagesUnderWay of streams 'input' is 0; it must be 1 to 1024",
                "SenderEventsLimit of streams 'input' is 100000001; it must be 1 to 100000000",
            ],
            exception.Failures);
    }

    private static void Validate(Action<LiveStreamOptions> configure)
    {
        using var services = new ServiceCollection().Configure("input", configure).BuildServiceProvider();
        new LiveStreamOptionsValidator("input", services.GetRequiredService<IOptionsMonitor<LiveStreamOptions>>()).ValidateConfiguration();
    }
}
