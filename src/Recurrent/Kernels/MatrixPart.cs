namespace RnnCluster.Recurrent.Kernels;

/// <summary>A part of a matrix's inputs.</summary>
/// <param name="Inputs">How many.</param>
/// <param name="Element">Element at (input, output); zero for padding.</param>
internal readonly record struct MatrixPart(int Inputs, Func<int, int, float> Element);
