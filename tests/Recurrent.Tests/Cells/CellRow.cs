namespace RnnCluster.Recurrent.Tests.Cells;

/// <summary>A row of a cell's step.</summary>
/// <param name="Input"><c>x_t</c>.</param>
/// <param name="Hidden"><c>h</c>, before or after.</param>
/// <param name="Cell"><c>c</c>, likewise.</param>
internal sealed record CellRow(float[] Input, float[] Hidden, float[] Cell);
