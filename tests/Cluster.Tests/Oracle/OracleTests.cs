namespace RnnCluster.Cluster.Tests.Oracle;

/// <summary>Sessions under harm, short. A run of half an hour is a command of its own.</summary>
[Collection(nameof(QuietMachine))]
public sealed class OracleTests
{
    // What the seeds do: `oracle plan --seed N`. 5 kills the client, then a silo, then restarts it; 10 kills one silo after the other.
    private const string ClientAndSilo = "5";
    private const string Silos = "10";

    private const int HalfHourKills = 40;

    [Theory]
    [InlineData]
    [InlineData("--socket")]
    public async Task Run_ClientAndSiloKilledAndASiloRestarted_EveryOutputIsAsItMustBe(params string[] way)
    {
        var (code, said) = await OracleProcess.JudgeAsync(
            ["--minutes", "0.75", "--seed", ClientAndSilo, "--sessions", "60", "--rate", "60", "--store", "redis", "--dropped", "0.001", .. way]);

        Assert.True(code == 0, said);
        Assert.Contains("clean: ", said, StringComparison.Ordinal);
        Assert.Contains("3, 2 processes ended by kill -9", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OnlySiloKilledWithTheStoreInIt_EveryOutputIsAsItMustBe()
    {
        var (code, said) = await OracleProcess.JudgeAsync(
            "--minutes", "0.35", "--seed", Silos, "--sessions", "40", "--rate", "60", "--store", "embedded", "--silos", "1");

        Assert.True(code == 0, said);
        Assert.Contains("1, 1 processes ended by kill -9", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("skip-duplicate-check", "changed")]
    [InlineData("stale-checkpoint", "failed")]
    [InlineData("lost-sampler", "changed")]
    public async Task Run_SilosWithAFault_Fails(string fault, string finding)
    {
        var (code, said) = await OracleProcess.JudgeAsync(
            "--minutes", "0.35", "--seed", Silos, "--sessions", "40", "--rate", "100", "--store", "redis", "--fault", fault);

        Assert.True(code == 1, said);
        Assert.Matches($"FAILED: .*[1-9][0-9]* {finding}", said);
    }

    [Fact]
    public async Task Plan_SameSeed_SameHarmOfEveryKind()
    {
        var (_, once) = await OracleProcess.RunAsync("plan", "--minutes", "30", "--seed", "7");
        var (_, again) = await OracleProcess.RunAsync("plan", "--minutes", "30", "--seed", "7");
        var (_, other) = await OracleProcess.RunAsync("plan", "--minutes", "30", "--seed", "8");

        Assert.Equal(once, again);
        Assert.NotEqual(once, other);
        Assert.InRange(once.Split('\n').Count(line => line.Contains("kill -9", StringComparison.Ordinal)), HalfHourKills, int.MaxValue);
        string[] kinds = ["of silo", "of all silos", "of the client", "of the store", "graceful restart", "rolling restart", "is held"];
        Assert.All(kinds, kind => Assert.Contains(kind, once, StringComparison.Ordinal));
    }
}
