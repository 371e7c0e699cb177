namespace RnnCluster.Recurrent.Networks;

/// <summary>
/// Everything that fixes the tensors of a network: embeddings (or a dense feature vector) → stacked recurrent layers → linear
/// head.
/// </summary>
public sealed record NetworkShape
{
    /// <summary>The cell of every layer.</summary>
    public required CellKind Cell { get; init; }

    /// <summary>Number of stacked recurrent layers, at least 1.</summary>
    public required int Layers { get; init; }

    /// <summary>Length of <c>h</c> of one layer and direction, at least 1.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>
    /// Whether every layer also runs backward in time; its output is then forward and backward <c>h</c>, concatenated.
    /// </summary>
    public bool Bidirectional { get; init; }

    /// <summary>The tables whose rows, concatenated in this order, are the input vector; empty for dense feature input.</summary>
    public IReadOnlyList<EmbeddingShape> Embeddings { get; init; } = [];

    /// <summary>Length of the dense input vector; 0 for token input.</summary>
    public int FeatureSize { get; init; }

    /// <summary>
    /// Whether the step attends to a source: the first layer then also reads the last <c>a_{t-1}</c>, and the head reads
    /// <c>a_t</c> in place of <c>h_t</c> (input feeding, Luong et al., 2015). Default false.
    /// </summary>
    public bool Attention { get; init; }

    /// <summary>Put in front of the names of all tensors, such as <c>encoder.</c>; empty for a whole model.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Number of logits of the head; 0 for layers without one.</summary>
    public required int OutputSize { get; init; }

    /// <summary>What turns logits into scores.</summary>
    public required OutputActivation Activation { get; init; }

    /// <summary>Length of what a step is given to read: the sum of the embedding sizes, or <see cref="FeatureSize"/>.</summary>
    public int VectorSize => Embeddings.Count == 0 ? FeatureSize : Embeddings.Sum(table => table.Size);

    /// <summary>Length of the first layer's input vector: <see cref="VectorSize"/>, and with attention <c>a_{t-1}</c> behind it.</summary>
    public int InputSize => VectorSize + (Attention ? HiddenSize : 0);

    /// <summary>Directions in time: 1, or 2 when <see cref="Bidirectional"/>.</summary>
    public int Directions => Bidirectional ? 2 : 1;

    /// <summary>Gates of the cell, stacked along the first dimension of its weights: 1 (Elman), 3 (GRU) or 4 (LSTM).</summary>
    public int Gates => Cell switch
    {
        CellKind.Gru => 3,
        CellKind.Lstm => 4,
        _ => 1,
    };

    /// <summary>
    /// Every tensor that the <c>state_dict</c> must hold, under PyTorch's names: the embeddings, the recurrent layers from the
    /// bottom up (forward before <c>_reverse</c>), the attention, the head. Layer 0 reads <see cref="InputSize"/> values, the
    /// layers above it <c>Directions × HiddenSize</c>.
    /// </summary>
    public IEnumerable<TensorShape> Tensors()
    {
        IEnumerable<TensorShape> tensors = [.. EmbeddingTensors(), .. LayerTensors(), .. AttentionTensors(), .. HeadTensors()];
        return Prefix.Length == 0 ? tensors : tensors.Select(tensor => tensor with { Name = Prefix + tensor.Name });
    }

    private string OutputsFrom => Bidirectional ? $"2 directions × hiddenSize {HiddenSize}" : $"hiddenSize {HiddenSize}";

    private IEnumerable<TensorShape> EmbeddingTensors() => Embeddings.Select(table => new TensorShape(
        $"{table.Name}.weight", [table.Rows, table.Size])
    {
        Derivation = $"vocabularySize {table.Rows}, embeddingSize {table.Size}",
    });

    private IEnumerable<TensorShape> LayerTensors()
    {
        var rows = Gates * HiddenSize;
        var rowsFrom = $"{Gates} {(Gates == 1 ? "gate" : "gates")} × hiddenSize {HiddenSize}";
        for (var layer = 0; layer < Layers; layer++)
        {
            var inputs = layer == 0 ? InputSize : Directions * HiddenSize;
            var inputsFrom = layer == 0 ? $"input size {InputSize}" : OutputsFrom;
            foreach (var direction in Bidirectional ? ["", "_reverse"] : new[] { "" })
            {
                var suffix = $"l{layer}{direction}";
                var hiddenFrom = $"{rowsFrom}, hiddenSize {HiddenSize}";
                yield return new($"rnn.weight_ih_{suffix}", [rows, inputs]) { Derivation = $"{rowsFrom}, {inputsFrom}" };
                yield return new($"rnn.weight_hh_{suffix}", [rows, HiddenSize]) { Derivation = hiddenFrom };
                yield return new($"rnn.bias_ih_{suffix}", [rows]) { Derivation = rowsFrom };
                yield return new($"rnn.bias_hh_{suffix}", [rows]) { Derivation = rowsFrom };
            }
        }
    }

    private TensorShape[] AttentionTensors() => !Attention ? [] :
    [
        new("attention.weight", [HiddenSize, 2 * HiddenSize]) { Derivation = $"hiddenSize {HiddenSize}, 2 × hiddenSize" },
        new("attention.bias", [HiddenSize]) { Derivation = $"hiddenSize {HiddenSize}" },
    ];

    private TensorShape[] HeadTensors() => OutputSize == 0 ? [] :
    [
        new("head.weight", [OutputSize, Directions * HiddenSize]) { Derivation = $"head size {OutputSize}, {OutputsFrom}" },
        new("head.bias", [OutputSize]) { Derivation = $"head size {OutputSize}" },
    ];
}
