using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Packages;

/// <summary><c>weights.safetensors</c>: the tensors of a network, all of them and nothing else.</summary>
internal static class WeightsFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "weights.safetensors";

    /// <summary>Reads and checks the weights.</summary>
    /// <param name="folder">The package; receives the faults.</param>
    /// <param name="shape">What the weights must fit, or null when it is not known: then only the file is checked.</param>
    /// <returns>The tensors by name, row-major; without those that have a fault.</returns>
    public static IReadOnlyDictionary<string, float[]> Read(PackageFolder folder, ModelShape? shape)
    {
        var faults = folder.Faults.In(Name);
        var weights = new Dictionary<string, float[]>();
        try
        {
            using var stream = folder.Open(Name);
            if (stream is not null && SafetensorsFile.Open(stream, faults) is SafetensorsFile file && shape is not null)
            {
                Read(file, [.. shape.Tensors()], weights, faults);
            }
        }
        catch (IOException exception)
        {
            faults.Add($"the file cannot be read: {exception.Message}");
        }

        return weights;
    }

    private static void Read(SafetensorsFile file, TensorShape[] expected, Dictionary<string, float[]> weights, FileFaults faults)
    {
        foreach (var tensor in expected)
        {
            if (!file.Tensors.TryGetValue(tensor.Name, out var found))
            {
                faults.Add($"tensor {tensor.Name} is missing; its shape must be {Rule(tensor)}");
            }
            else if (!found.Shape.SequenceEqual(tensor.Dimensions.Select(size => (long)size)))
            {
                faults.Add($"tensor {tensor.Name}: shape is {Show(found.Shape)}; it must be {Rule(tensor)}");
            }
            else
            {
                weights[tensor.Name] = file.Read(found);
                CheckFinite(tensor, weights[tensor.Name], faults);
            }
        }

        foreach (var extra in file.Tensors.Keys.Except(expected.Select(tensor => tensor.Name)))
        {
            faults.Add(
                $"tensor {Excerpt.Name(extra)} is no part of the network that {ManifestFile.Name} describes; " +
                "it must be left out");
        }
    }

    private static void CheckFinite(TensorShape tensor, float[] values, FileFaults faults)
    {
        var index = Array.FindIndex(values, value => !float.IsFinite(value));
        if (index >= 0)
        {
            faults.Add(
                $"tensor {tensor.Name}: element {Show(Place(index, tensor.Dimensions))} is {values[index]}; " +
                "every weight must be finite");
        }
    }

    // The index of a row-major element in every dimension.
    private static long[] Place(long index, IReadOnlyList<int> dimensions)
    {
        var place = new long[dimensions.Count];
        for (var axis = place.Length - 1; axis >= 0; axis--)
        {
            (index, place[axis]) = Math.DivRem(index, dimensions[axis]);
        }

        return place;
    }

    private static string Rule(TensorShape tensor) =>
        $"{Show(tensor.Dimensions.Select(size => (long)size))} ({tensor.Derivation})";

    private static string Show(IEnumerable<long> numbers) => $"[{string.Join(", ", numbers)}]";
}
