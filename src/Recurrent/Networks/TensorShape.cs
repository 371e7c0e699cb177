namespace RnnCluster.Recurrent.Networks;

/// <summary>Name and dimensions of one tensor of a <c>state_dict</c>.</summary>
/// <param name="Name">PyTorch's name of the tensor, such as <c>rnn.weight_hh_l0</c>.</param>
/// <param name="Dimensions">Outermost first, as PyTorch prints them; elements lie row-major.</param>
public sealed record TensorShape(string Name, IReadOnlyList<int> Dimensions)
{
    /// <summary>Where each dimension comes from, in words, for whoever has to mend a tensor that does not fit.</summary>
    public string Derivation { get; init; } = "";

    /// <summary>Number of elements: the product of the dimensions.</summary>
    public long Elements => Dimensions.Aggregate(1L, (product, size) => checked(product * size));
}
