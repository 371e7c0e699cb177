namespace RnnCluster.Recurrent.Packages;

/// <summary>That a vector is an image: channels, rows, columns, row-major.</summary>
/// <param name="Channels">Planes, for instance red, green and blue.</param>
/// <param name="Height">Rows of a plane.</param>
/// <param name="Width">Columns of a plane.</param>
public sealed record ImageManifest(int Channels, int Height, int Width);
