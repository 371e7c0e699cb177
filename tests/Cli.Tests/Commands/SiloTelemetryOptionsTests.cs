using System.CommandLine;
using RnnCluster.Cli.Commands;
using RnnCluster.Cli.Connection;

namespace RnnCluster.Cli.Tests.Commands;

public sealed class SiloTelemetryOptionsTests
{
    private readonly Command _command = new("silo");
    private readonly SiloTelemetryOptions _options = new();

    public SiloTelemetryOptionsTests() => _options.AddTo(_command);

    [Fact]
    public void Read_Nothing_SendsNothingAndLogsText()
    {
        var parsed = _command.Parse([]);

        Assert.Equal((null, 0.01), (_options.Read(parsed).OtlpEndpoint, _options.Read(parsed).TraceRatio));
        Assert.Equal(LogFormat.Text, _options.Format(parsed));
    }

    [Fact]
    public void Read_All_IsAsGiven()
    {
        var parsed = _command.Parse(["--otlp", "http://127.0.0.1:4317", "--trace-ratio", "0.5", "--log-format", "json"]);

        Assert.Empty(parsed.Errors);
        Assert.Equal((new Uri("http://127.0.0.1:4317"), 0.5), (_options.Read(parsed).OtlpEndpoint, _options.Read(parsed).TraceRatio));
        Assert.Equal(LogFormat.Json, _options.Format(parsed));
    }

    [Theory]
    [InlineData("--otlp", "collector", "--otlp is 'collector'; it must be http://host:port, for instance http://127.0.0.1:4317")]
    [InlineData("--otlp", "ftp://collector", "--otlp is 'ftp://collector'; it must be http://host:port, for instance http://127.0.0.1:4317")]
    [InlineData("--trace-ratio", "1.5", "--trace-ratio is 1.5; it must be 0 to 1")]
    public void Read_ValueThatIsNone_SaysWhatIsAllowed(string option, string value, string message) => Assert.Equal(
        message, Assert.Throws<CommandException>(() => _options.Read(_command.Parse([option, value]))).Message);

    [Fact]
    public void Parse_LogFormatThatIsNone_IsAnError() => Assert.NotEmpty(_command.Parse(["--log-format", "xml"]).Errors);
}
