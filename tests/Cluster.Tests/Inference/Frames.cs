using System.Text.Json;
using System.Text.Json.Nodes;
using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Cluster.Tests.Inference;

/// <summary>A frame of a model, for a client in .NET and as a request of the inference protocol.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Input">What is read; null for nothing.</param>
/// <param name="Generate">Steps to generate; null for none.</param>
internal sealed record Frames(string Model, FrameInput? Input, int? Generate = null)
{
    public const ulong Seed = 7;

    private const double Temperature = 0.8;

    /// <summary>A frame of each kind of model, from the examples of the packages where there are some.</summary>
    public static Frames Of(string model)
    {
        var examples = Path.Combine(AppContext.BaseDirectory, "models", model, "examples.jsonl");
        if (!File.Exists(examples))
        {
            return new Frames(model, model == "music" ? new TextInput("M:6/8\nK:D Major\n") : null, Generate: 24);
        }

        var line = JsonNode.Parse(File.ReadLines(examples).First())!;
        return new Frames(model, line["features"] is { } features
            ? new FeaturesInput(features.Deserialize<float[][]>()!)
            : line["tokens"] is { } tokens ? new TokensInput(tokens.Deserialize<string[]>()!) : new TextInput((string)line["text"]!));
    }

    /// <summary>What .NET asks to generate.</summary>
    public GenerationRequest? Generation =>
        Generate is { } steps ? new GenerationRequest { Tokens = steps, Seed = Seed, Temperature = (float)Temperature } : null;

    /// <summary>The frame as a request.</summary>
    /// <param name="isRaw">Whether the tensor goes as bytes.</param>
    /// <param name="parameters">Further parameters.</param>
    public JsonObject ToRequest(bool isRaw, params (string Name, JsonNode Value)[] parameters)
    {
        var request = new JsonObject { ["model"] = Model, ["raw"] = isRaw, ["inputs"] = Input is null ? new JsonArray() : new JsonArray(Tensor()) };
        var all = new JsonObject();
        if (Generate is { } steps)
        {
            (all["generate"], all["seed"], all["temperature"]) = (steps, Seed, Temperature);
        }

        foreach (var (name, value) in parameters)
        {
            all[name] = value;
        }

        request["parameters"] = all;
        return request;
    }

    private JsonObject Tensor() => Input switch
    {
        TextInput text => Tensor("TEXT", "BYTES", [1], new JsonArray(text.Text)),
        TokensInput tokens => Tensor("TOKENS", "BYTES", [tokens.Tokens.Length], new JsonArray([.. tokens.Tokens])),
        IdsInput ids => Tensor("IDS", "INT64", [ids.Ids.Length], new JsonArray([.. ids.Ids])),
        FeaturesInput features => Tensor(
            "FEATURES", "FP32", [features.Vectors.Length, features.Vectors[0].Length], new JsonArray([.. features.Vectors.SelectMany(vector => vector)])),
        _ => throw new InvalidOperationException($"there is no tensor of {Input}"),
    };

    private static JsonObject Tensor(string name, string datatype, int[] shape, JsonArray values) =>
        new() { ["name"] = name, ["datatype"] = datatype, ["shape"] = new JsonArray([.. shape]), ["values"] = values };
}
