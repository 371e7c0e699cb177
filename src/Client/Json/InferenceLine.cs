using System.Text;

namespace RnnCluster.Client.Json;

/// <summary>An input line of <c>rnn infer</c>: a frame and the session that it is for.</summary>
public sealed record InferenceLine : InferenceBody
{
    private const string Allowed = "a line is an object with session, " + Keys;

    /// <summary>Id of the session.</summary>
    public required string Session { get; init; }

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">It is no such line; the message says what was found and what is allowed.</exception>
    public static InferenceLine Parse(string text) => Read(Encoding.UTF8.GetBytes(text), InferenceJson.Default.InferenceLine, Allowed);
}
