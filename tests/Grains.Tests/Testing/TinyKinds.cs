using System.Text.Json.Nodes;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Tests.Testing;

/// <summary>A model of every kind that reads whole sequences, a source or no sequence at all; their tensors as the format lists them.</summary>
internal static class TinyKinds
{
    /// <summary>Words in, letters out: a bidirectional LSTM and a GRU that attends to it. Five beams, at most 12 letters.</summary>
    public const string Translator = "translator";

    /// <summary>The same with two layers of either: bidirectional GRUs and LSTMs that attend; samples when nothing is said.</summary>
    public const string Deep = "deep-translator";

    /// <summary>An image of 2 × 4 × 4 in, letters out.</summary>
    public const string Captions = "captions";

    /// <summary>Images of 1 × 4 × 4 in, labels out.</summary>
    public const string Digits = "digits";

    /// <summary>Words in, labels out two words later; weights of 8 bits.</summary>
    public const string Delayed = "delayed";

    /// <summary>Vectors of seven zeros and ones, generated.</summary>
    public const string Chorales = "chorales";

    /// <summary>Words in, labels out at the end; two bidirectional layers, weights in bfloat16.</summary>
    public const string Whole = "whole-tagger";

    /// <summary>Words in, one label out at the end; bidirectional, weights in bfloat16.</summary>
    public const string Mood = "mood";

    /// <summary>Searches for letters without a source.</summary>
    public const string Searcher = "searcher";

    /// <summary>Generates letters from weights so large that its numbers are none after some steps.</summary>
    public const string Overflowing = "overflowing";

    /// <summary>Vectors of 30,000 zeros and ones, generated.</summary>
    public const string Wide = "wide";

    public static readonly string[] Words = ["<unk>", "<end>", "the", "cat", "sat", "on", "mat", "."];

    public static readonly string[] Letters = ["<unk>", "<start>", "<end>", "a", "b", "c", "d", "e", "f"];

    /// <summary>Writes all of them.</summary>
    public static void Write(string models)
    {
        Translation(
            Translator, "gru", gates: 3, layers: 1, "lstm", encoderGates: 4,
            temperature: 0, beams: 5, seed: 9, endBias: -6, scale: 2).Write(models);
        Translation(
            Deep, "lstm", gates: 4, layers: 2, "gru", encoderGates: 3,
            temperature: 1, beams: 1, seed: 1, endBias: -3, scale: 3).Write(models);
        new TinyPackage(Json($$"""
            {
              "name": "{{Captions}}", "topology": "one-to-many", "cell": "gru", "layers": 1, "hiddenSize": 6,
              "encoder": {
                "kind": "feed-forward",
                "input": { "kind": "features", "size": 32, "image": { "channels": 2, "height": 4, "width": 4 } },
                "network": [{ "kind": "conv2d", "channels": 3, "kernelSize": 3 }, { "kind": "relu" }, { "kind": "flatten" }]
              },
              "input": { "kind": "tokens", "vocabularySize": 9, "embeddingSize": 4 }, "tokenizer": { "kind": "characters", "vocabulary": "letters.json" },
              "head": { "size": 9, "activation": "softmax" },
              "sampling": { "start": "<start>", "end": "<end>", "temperature": 0, "maxTokens": 10 }
            }
            """),
            [
                Tensor("encoder.0.weight", 3, 2, 3, 3), Tensor("encoder.0.bias", 3), Tensor("bridge.weight", 6, 12), Tensor("bridge.bias", 6),
                Tensor("embedding.weight", 9, 4), .. Layers("", gates: 3, layers: 1, directions: 1, inputs: 4, hidden: 6), .. Head(9, 6),
            ])
            .List("letters.json", Letters).Write(models);
        new TinyPackage(Json($$"""
            {
              "name": "{{Digits}}", "topology": "one-to-one",
              "input": { "kind": "features", "size": 16, "image": { "channels": 1, "height": 4, "width": 4 } },
              "network": [{ "kind": "conv2d", "channels": 2, "kernelSize": 2, "stride": 2 }, { "kind": "tanh" }, { "kind": "flatten" }],
              "head": { "size": 3, "activation": "softmax" }
            }
            """), [Tensor("network.0.weight", 2, 1, 2, 2), Tensor("network.0.bias", 2), .. Head(3, 8)])
            .Labels("0", "1", "2").Write(models);
        new TinyPackage(Json($$"""
            {
              "name": "{{Delayed}}", "topology": "many-to-many", "cell": "lstm", "layers": 1, "hiddenSize": 5, "weights": "int8",
              "lookAhead": { "steps": 2, "end": "<end>" },
              "input": { "kind": "tokens", "vocabularySize": 8, "embeddingSize": 3 }, "head": { "size": 3, "activation": "softmax" }
            }
            """),
            [
                Tensor("embedding.weight", 8, 3), Tensor("suffix2.weight", 4, 2),
                .. Layers("", gates: 4, layers: 1, directions: 1, inputs: 5, hidden: 5), .. Head(3, 5),
            ])
            .Tokens("words", Words, "<unk>", lowercase: true).Suffix("<unk>", "at", "d>", "he").Labels("NOUN", "VERB", "OTHER").Write(models);
        Drawing(Chorales, size: 7).Write(models);
        Drawing(Wide, size: 30_000).Write(models);
        BothWays(Whole, "many-to-many", layers: 2).Write(models);
        BothWays(Mood, "many-to-one", layers: 1).Write(models);
        new TinyPackage(Json($$"""
            {
              "name": "{{Overflowing}}", "topology": "one-to-many", "cell": "rnn-relu", "layers": 1, "hiddenSize": 4,
              "input": { "kind": "tokens", "vocabularySize": 9, "embeddingSize": 4 }, "tokenizer": { "kind": "characters", "vocabulary": "letters.json" },
              "head": { "size": 9, "activation": "softmax" }, "sampling": { "start": "<start>", "end": "<end>" }
            }
            """),
            [Tensor("embedding.weight", 9, 4), .. Layers("", gates: 1, layers: 1, directions: 1, inputs: 4, hidden: 4), .. Head(9, 4)])
        {
            Scale = 1e25f,
        }.List("letters.json", Letters).Write(models);
        new TinyPackage(Json($$"""
            {
              "name": "{{Searcher}}", "topology": "one-to-many", "cell": "lstm", "layers": 1, "hiddenSize": 6,
              "input": { "kind": "tokens", "vocabularySize": 9, "embeddingSize": 4 }, "tokenizer": { "kind": "characters", "vocabulary": "letters.json" },
              "head": { "size": 9, "activation": "softmax" },
              "sampling": { "start": "<start>", "end": "<end>", "temperature": 0, "maxTokens": 12, "beams": 3 }
            }
            """),
            [Tensor("embedding.weight", 9, 4), .. Layers("", gates: 4, layers: 1, directions: 1, inputs: 4, hidden: 6), .. Head(9, 6)])
            .List("letters.json", Letters).Write(models);
    }

    // Seeds, scales and biases were chosen so that sources matter, searches differ from greedy ones, and texts end early and late.
    private static TinyPackage Translation(
        string name, string cell, int gates, int layers, string encoderCell, int encoderGates,
        int temperature, int beams, int seed, float endBias, float scale) =>
        new TinyPackage(Json($$"""
            {
              "name": "{{name}}", "topology": "encoder-decoder", "cell": "{{cell}}", "layers": {{layers}}, "hiddenSize": 6,
              "encoder": {
                "kind": "recurrent", "cell": "{{encoderCell}}", "layers": {{layers}}, "hiddenSize": 3, "bidirectional": true,
                "input": { "kind": "tokens", "vocabularySize": 8, "embeddingSize": 4 },
                "tokenizer": { "kind": "words", "vocabulary": "words.json", "lowercase": true, "unknown": "<unk>" }, "end": "<end>"
              },
              "attention": { "kind": "dot" },
              "input": { "kind": "tokens", "vocabularySize": 9, "embeddingSize": 4 }, "tokenizer": { "kind": "characters", "vocabulary": "letters.json" },
              "head": { "size": 9, "activation": "softmax" },
              "sampling": { "start": "<start>", "end": "<end>", "temperature": {{temperature}}, "maxTokens": 12, "beams": {{beams}}, "lengthPenalty": 0.5 }
            }
            """),
            [
                Tensor("encoder.embedding.weight", 8, 4),
                .. Layers("encoder.", encoderGates, layers, directions: 2, inputs: 4, hidden: 3),
                Tensor("memory.weight", 6, 6), Tensor("memory.bias", 6), Tensor("bridge.weight", layers * 6, 6), Tensor("bridge.bias", layers * 6),
                Tensor("embedding.weight", 9, 4), .. Layers("", gates, layers, directions: 1, inputs: 4 + 6, hidden: 6),
                Tensor("attention.weight", 6, 12), Tensor("attention.bias", 6), .. Head(9, 6),
            ])
        {
            Seed = seed,
            Scale = scale,
            Bias = { [2] = endBias },
        }.List("words.json", Words).List("letters.json", Letters);

    private static TinyPackage Drawing(string name, int size) =>
        new(Json($$"""
            {
              "name": "{{name}}", "topology": "one-to-many", "cell": "gru", "layers": 1, "hiddenSize": 5,
              "input": { "kind": "features", "size": {{size}} }, "head": { "size": {{size}}, "activation": "sigmoid" },
              "sampling": { "temperature": 0.9, "maxTokens": 50 }
            }
            """), [.. Layers("", gates: 3, layers: 1, directions: 1, inputs: size, hidden: 5), .. Head(size, 5)]);

    private static TinyPackage BothWays(string name, string topology, int layers) =>
        new TinyPackage(Json($$"""
            {
              "name": "{{name}}", "topology": "{{topology}}", "cell": "lstm", "layers": {{layers}}, "hiddenSize": 3, "bidirectional": true, "weights": "bfloat16",
              "input": { "kind": "tokens", "vocabularySize": 8, "embeddingSize": 4 }, "head": { "size": 3, "activation": "softmax" }
            }
            """),
            [Tensor("embedding.weight", 8, 4), .. Layers("", gates: 4, layers, directions: 2, inputs: 4, hidden: 3), .. Head(3, 6)])
            .Tokens("words", Words, "<unk>").Labels("NOUN", "VERB", "OTHER");

    private static IEnumerable<TensorShape> Layers(string prefix, int gates, int layers, int directions, int inputs, int hidden) =>
        from layer in Enumerable.Range(0, layers)
        from suffix in directions == 2 ? [$"l{layer}", $"l{layer}_reverse"] : new[] { $"l{layer}" }
        from tensor in new[]
        {
            Tensor($"{prefix}rnn.weight_ih_{suffix}", gates * hidden, layer == 0 ? inputs : directions * hidden),
            Tensor($"{prefix}rnn.weight_hh_{suffix}", gates * hidden, hidden),
            Tensor($"{prefix}rnn.bias_ih_{suffix}", gates * hidden),
            Tensor($"{prefix}rnn.bias_hh_{suffix}", gates * hidden),
        }
        select tensor;

    private static TensorShape[] Head(int outputs, int inputs) => [Tensor("head.weight", outputs, inputs), Tensor("head.bias", outputs)];

    private static TensorShape Tensor(string name, params int[] dimensions) => new(name, dimensions);

    private static JsonObject Json(string manifest) => JsonNode.Parse(manifest)!.AsObject();
}
