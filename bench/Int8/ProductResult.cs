namespace RnnCluster.Int8;

/// <summary>What came out for one way in one case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Name">The way.</param>
/// <param name="Seconds">Median duration of a product.</param>
/// <param name="Speed">How many times as fast as float32.</param>
/// <param name="BytesPerSecond">Bytes of the weights, read once, in that time.</param>
/// <param name="LargestError">Largest difference of an output to that of float32.</param>
/// <param name="ErrorShare">The root mean square of the differences, as a share of that of float32's outputs.</param>
internal sealed record ProductResult(
    ProductCase Case, string Name, double Seconds, double Speed, double BytesPerSecond, double LargestError, double ErrorShare);
