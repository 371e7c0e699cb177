using System.Collections;
using RnnCluster.Cli.Commands;

namespace RnnCluster.Cli.Tests.Commands;

public sealed class SiloEnvironmentTests
{
    [Fact]
    public void Read_VariablesOfOptions_AreAdded() => Assert.Equal(
        ["--drain-seconds=7", "--gateway-port=31000"],
        Read(["silo"], ("RNN_SILO_GATEWAY_PORT", "31000"), ("RNN_SILO_DRAIN_SECONDS", "7"), ("PATH", "/bin")));

    [Fact]
    public void Read_OptionThatWasGiven_CountsMore() => Assert.Empty(Read(["silo", "--port", "12000"], ("RNN_SILO_PORT", "13000")));

    [Fact]
    public void Read_EmptyVariable_IsNone() => Assert.Empty(Read(["silo"], ("RNN_SILO_PORT", "")));

    [Fact]
    public void Read_AnotherCommand_TakesNone() => Assert.Empty(Read(["models"], ("RNN_SILO_PORT", "13000")));

    [Fact]
    public void Read_VariableOfNoOption_IsRefusedWithThoseThatThereAre()
    {
        var exception = Assert.Throws<CommandException>(() => Read(["silo"], ("RNN_SILO_PROT", "13000")));

        Assert.StartsWith("the environment has RNN_SILO_PROT, which is no option of the silo; there are: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("RNN_SILO_PORT,", exception.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Read(string[] arguments, params (string Name, string Value)[] variables)
    {
        var environment = new Hashtable();
        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        return SiloEnvironment.Read(RnnCommand.Create().Parse(arguments), environment);
    }
}
