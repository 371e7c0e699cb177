using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RnnCluster.Grains.Batching;

namespace RnnCluster.Grains.Tests.Batching;

/// <summary>Makes engines.</summary>
internal static class TestEngine
{
    /// <summary>An engine; <paramref name="callerRows"/> 0 has all steps taken by workers, so that jobs may hold them up.</summary>
    public static StepEngine Create(
        int workers = 1, int batchLimit = 128, int callerRows = 0, int jobsLimit = 100_000, int jobWaitMs = 30_000, EngineMeter? meter = null) =>
        Create(new StepEngineOptions
        {
            Workers = workers,
            BatchLimit = batchLimit,
            CallerRows = callerRows,
            JobsLimit = jobsLimit,
            JobWaitMs = jobWaitMs,
        }, meter);

    public static StepEngine Create(StepEngineOptions options, EngineMeter? meter = null) => new(
        Options.Create(options),
        new StepEngineMetrics(meter ?? new EngineMeter("none"), TimeProvider.System),
        NullLogger<StepEngine>.Instance);

    /// <summary>Takes a place for a job and hands it over.</summary>
    public static async Task RunAsync(this StepEngine engine, StepJob job)
    {
        await engine.EnterAsync(TestContext.Current.CancellationToken);
        engine.Run(job);
    }

    /// <summary>As <see cref="RunAsync"/>, from a thread that has nothing else to do.</summary>
    /// <returns>The thread's number, when it is through.</returns>
    public static Task<int> RunFromThreadAsync(this StepEngine engine, StepJob job) => OnThreadAsync(() =>
    {
        Assert.True(engine.EnterAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully);
        engine.Run(job);
        return Environment.CurrentManagedThreadId;
    });

    /// <summary>Calls <paramref name="function"/> from a thread that has nothing else to do.</summary>
    public static Task<T> OnThreadAsync<T>(Func<T> function) => Task.Factory.StartNew(
        function, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
