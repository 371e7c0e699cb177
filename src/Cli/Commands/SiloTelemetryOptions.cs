using System.CommandLine;
using RnnCluster.Cli.Connection;
using RnnCluster.Silo.Telemetry;

namespace RnnCluster.Cli.Commands;

/// <summary>The options of <c>rnn silo</c> that say what it tells of itself, and whom.</summary>
internal sealed class SiloTelemetryOptions
{
    private readonly Option<string?> _otlp = new("--otlp")
    {
        Description = "Collector that metrics and traces are sent to over OTLP: http://host:port. Default: what OTEL_EXPORTER_OTLP_ENDPOINT says.",
    };

    private readonly Option<double?> _ratio = CommandOptions.Real<double>(
        "--trace-ratio", "With --otlp: share of frames that are traced, 0 to 1, where their sender does not say. Default: 0.01.");

    private readonly Option<LogFormat> _logFormat = new("--log-format") { Description = "How log lines are written to stderr: text or json." };

    public void AddTo(Command command)
    {
        command.Add(_otlp);
        command.Add(_ratio);
        command.Add(_logFormat);
    }

    /// <summary>How log lines are written.</summary>
    public LogFormat Format(ParseResult parsed) => parsed.GetValue(_logFormat);

    /// <summary>Where metrics and traces go.</summary>
    /// <exception cref="CommandException">A value is none.</exception>
    public RnnTelemetryOptions Read(ParseResult parsed)
    {
        var options = new RnnTelemetryOptions();
        var ratio = parsed.GetValue(_ratio) ?? options.TraceRatio;
        return options with
        {
            OtlpEndpoint = Endpoint(parsed.GetValue(_otlp)),
            TraceRatio = ratio is >= 0 and <= 1 ? ratio : throw new CommandException($"--trace-ratio is {ratio}; it must be 0 to 1"),
        };
    }

    private static Uri? Endpoint(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && (endpoint.Scheme == Uri.UriSchemeHttp || endpoint.Scheme == Uri.UriSchemeHttps)
            ? endpoint
            : throw new CommandException($"--otlp is '{text}'; it must be http://host:port, for instance http://127.0.0.1:4317");
    }
}
