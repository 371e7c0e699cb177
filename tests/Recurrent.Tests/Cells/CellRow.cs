using RnnCluster.Recurrent.Tests.Kernels;

namespace RnnCluster.Recurrent.Tests.Cells;

/// <summary>A row of a cell's step.</summary>
/// <param name="Input"><c>x_t</c>.</param>
/// <param name="Hidden"><c>h</c>, before or after.</param>
/// <param name="Cell"><c>c</c>, likewise.</param>
internal sealed record CellRow(float[] Input, float[] Hidden, float[] Cell)
{
    public static void AssertSameBits(CellRow[] expected, CellRow[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var row = 0; row < expected.Length; row++)
        {
            Numbers.AssertSameBits(expected[row].Hidden, actual[row].Hidden);
            Numbers.AssertSameBits(expected[row].Cell, actual[row].Cell);
        }
    }
}
