namespace RnnCluster.LiveStreams.Cases;

/// <summary>All cases, in the order of the report.</summary>
internal static class BenchCases
{
    /// <summary>Every one of them.</summary>
    public static IReadOnlyList<IBenchCase> All { get; } =
        [new EchoCase(), new LstmCase(), new OpenLoopCase(), new ColdCase(), new ScaleCase(), new SilosCase(), new DurabilityCase(), new SocketsCase()];
}
