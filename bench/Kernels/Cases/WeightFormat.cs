namespace RnnCluster.Kernels.Cases;

/// <summary>How our cell holds its weights; ONNX Runtime's cells always have float32.</summary>
internal enum WeightFormat
{
    /// <summary>Four bytes a weight.</summary>
    Float32,

    /// <summary>Two bytes a weight.</summary>
    BFloat16,

    /// <summary>One byte a weight.</summary>
    Int8,
}
