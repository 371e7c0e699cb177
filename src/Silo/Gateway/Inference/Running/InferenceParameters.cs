using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Silo.Gateway.Inference.Running;

/// <summary>What a request asks for beside its tensors.</summary>
internal sealed record InferenceParameters
{
    private const string Allowed =
        "sequence_id, sequence_start, sequence_end, generate, beams, temperature, top_k, top_p, seed, durability, timeout and priority";

    // Of other servers and of the way that a request came: they ask for nothing that is not done anyway.
    private static readonly string[] WithoutEffect = ["priority", "triton_enable_empty_final_response", "binary_data_output"];

    /// <summary>The sequence that the request belongs to; null for one of its own.</summary>
    public string? SequenceId { get; init; }

    /// <summary>Whether the sequence begins with it.</summary>
    public bool Start { get; init; }

    /// <summary>Whether the sequence ends with it.</summary>
    public bool End { get; init; }

    /// <summary>What is generated after the input; null for nothing, or for what the end of a source asks for.</summary>
    public GenerationRequest? Generation { get; init; }

    /// <summary>Seed of a sequence that begins; null for one that follows from its name.</summary>
    public ulong? Seed { get; init; }

    /// <summary>When the state of a sequence that begins is stored.</summary>
    public SessionDurability Durability { get; init; } = SessionDurability.EveryFrame;

    /// <summary>How long the caller waits; null for as long as the gateway does.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Reads parameters.</summary>
    /// <param name="values">By name: <see cref="bool"/>, <see cref="long"/>, <see cref="ulong"/>, <see cref="double"/> or <see cref="string"/>.</param>
    /// <exception cref="FormatException">One is unknown, of another type, or senseless; the message says which and what is allowed.</exception>
    public static InferenceParameters Read(IReadOnlyDictionary<string, object> values)
    {
        var reader = new ParameterReader(values);
        var id = reader.Name("sequence_id");
        var start = reader.Flag("sequence_start");
        var end = reader.Flag("sequence_end");
        var seed = reader.Seed("seed");
        var generation = GenerationOf(reader, seed);
        var parameters = new InferenceParameters
        {
            SequenceId = id,
            Start = start,
            End = end,
            Generation = generation,
            Seed = seed,
            Durability = reader.Choice("durability", SessionDurability.EveryFrame),
            Timeout = reader.Microseconds("timeout"),
        };
        reader.RequireNoOther(WithoutEffect, Allowed);
        if (id is null && (start || end))
        {
            throw new FormatException($"the request has {(start ? "sequence_start" : "sequence_end")} without sequence_id; it must have both, or neither");
        }

        return parameters;
    }

    private static GenerationRequest? GenerationOf(ParameterReader reader, ulong? seed)
    {
        var tokens = reader.Whole("generate");
        var beams = reader.Whole("beams");
        var temperature = reader.Number("temperature");
        var topK = reader.Whole("top_k");
        var topP = reader.Number("top_p");
        if (tokens is { } count)
        {
            return new GenerationRequest
            {
                Tokens = count,
                Beams = beams,
                Temperature = temperature,
                TopK = topK,
                TopP = topP,
                Seed = seed,
                PartTokens = GenerationRequest.PartTokensLimit,
            };
        }

        return (beams, temperature, topK, topP) is (null, null, null, null) ? null : throw new FormatException(
            "the request says how to generate without generate; it must have both, or the package's defaults");
    }
}
