using Microsoft.Extensions.Options;
using RnnCluster.Grains.Hosting;

namespace RnnCluster.Grains.Sessions;

/// <summary>The bounds that <see cref="SessionOptions"/> documents.</summary>
internal sealed class SessionOptionsValidator : IValidateOptions<SessionOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionOptions options) => new OptionRules()
        .Range(nameof(options.SessionsLimit), options.SessionsLimit, 1, 100_000_000)
        .Range(nameof(options.RefusedSessionsLimit), options.RefusedSessionsLimit, 1, 10_000_000)
        .Range(nameof(options.RefusalQuietSeconds), options.RefusalQuietSeconds, 1, 86_400)
        .Range(nameof(options.InboxFramesLimit), options.InboxFramesLimit, 1, 1_000_000)
        .Range(nameof(options.FrameStepsLimit), options.FrameStepsLimit, 1, 10_000_000)
        .Range(nameof(options.WaitingInputsLimit), options.WaitingInputsLimit, 1, 1_000_000)
        .Range(nameof(options.WaitingValuesLimit), options.WaitingValuesLimit, 1, 1_000_000_000)
        .Range(nameof(options.TokenTextLimit), options.TokenTextLimit, 1, 100_000)
        .Range(nameof(options.FrameTextLimit), options.FrameTextLimit, 1, 10_000_000)
        .Range(nameof(options.PendingTextLimit), options.PendingTextLimit, 1, 1_000_000)
        .Range(nameof(options.GenerationTokensLimit), options.GenerationTokensLimit, 1, 100_000_000)
        .Range(nameof(options.AnswerValuesLimit), options.AnswerValuesLimit, 1, 1_000_000_000)
        .Range(nameof(options.RetainedValuesLimit), options.RetainedValuesLimit, 0, 1_000_000)
        .Range(nameof(options.ResendRequestMs), options.ResendRequestMs, 1, 60_000)
        .Range(nameof(options.ReadWaitMs), options.ReadWaitMs, 0, 20_000)
        .Range(nameof(options.PublishWaitMs), options.PublishWaitMs, 0, 600_000)
        .Range(nameof(options.IdleSeconds), options.IdleSeconds, 1, 86_400)
        .Range(nameof(options.CheckpointFrames), options.CheckpointFrames, 1, 1_000_000)
        .Range(nameof(options.CheckpointMs), options.CheckpointMs, 10, 600_000)
        .Range(nameof(options.CheckpointWritesLimit), options.CheckpointWritesLimit, 1, 10_000)
        .Range(nameof(options.DrainMs), options.DrainMs, 0, 600_000)
        .Result();
}
