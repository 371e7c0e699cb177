using RnnCluster.Kernels.Timing;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Int8;

/// <summary>Measures cases one after the other; of each, all ways in turns.</summary>
internal static class ProductRun
{
    /// <summary>Turns of every way.</summary>
    public const int Repetitions = 41;

    /// <summary>How long a turn lasts at least.</summary>
    public const int LeastMs = 10;

    public static IReadOnlyList<ProductResult> Measure()
    {
        var cases = ProductCase.All().ToList();

        // The first case also warms up what the others share.
        Measure(cases[0]);
        return [.. cases.SelectMany(Measure)];
    }

    private static IEnumerable<ProductResult> Measure(ProductCase @case)
    {
        var (weights, inputs) = @case.Numbers();
        var products = Enum.GetValues<WeightFormat>().Select(format => new Product(@case, weights, inputs, format)).ToList();
        var exact = products[0].Once();
        var errors = products.ConvertAll(product => product.Once().Zip(exact, (y, expected) => (double)y - expected).ToList());
        var seconds = new Turns(Repetitions, TimeSpan.FromMilliseconds(LeastMs)).MedianSeconds([.. products]);
        var size = RootMeanSquare(exact.Select(y => (double)y));
        return products.Select((product, index) => new ProductResult(
            @case,
            product.Name,
            seconds[index],
            seconds[0] / seconds[index],
            (double)WeightRounding.Bytes(product.Format) * @case.Inputs * @case.Outputs / seconds[index],
            errors[index].Max(Math.Abs),
            RootMeanSquare(errors[index]) / size));
    }

    private static double RootMeanSquare(IEnumerable<double> values) => Math.Sqrt(values.Average(value => value * value));
}
