using System.Globalization;
using RnnCluster.Silo.Gateway.Inference.Tensors;

namespace RnnCluster.Silo.Gateway.Inference.Running;

/// <summary>Reads parameters by name and knows which nobody asked for.</summary>
/// <param name="values">By name: <see cref="bool"/>, <see cref="long"/>, <see cref="ulong"/>, <see cref="double"/> or <see cref="string"/>.</param>
internal sealed class ParameterReader(IReadOnlyDictionary<string, object> values)
{
    private const long LongestMicroseconds = 86_400_000_000;

    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <summary>A name, also one that is a number; null when it is missing, empty or 0.</summary>
    public string? Name(string parameter) => Value(parameter) switch
    {
        null or "" or 0L or 0UL => null,
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        ulong number => number.ToString(CultureInfo.InvariantCulture),
        var other => throw Bad(parameter, other, "a whole number or a string"),
    };

    /// <summary>Yes or no; no when it is missing.</summary>
    public bool Flag(string parameter) => Value(parameter) switch
    {
        null => false,
        bool flag => flag,
        var other => throw Bad(parameter, other, "true or false"),
    };

    /// <summary>A whole number.</summary>
    public int? Whole(string parameter) => Value(parameter) switch
    {
        null => null,
        long number when number is >= int.MinValue and <= int.MaxValue => (int)number,
        ulong number when number <= int.MaxValue => (int)number,
        string text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        var other => throw Bad(parameter, other, "a whole number"),
    };

    /// <summary>A number.</summary>
    public float? Number(string parameter) => Value(parameter) switch
    {
        null => null,
        double number => (float)number,
        long number => number,
        ulong number => number,
        string text when float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        var other => throw Bad(parameter, other, "a number"),
    };

    /// <summary>A seed.</summary>
    public ulong? Seed(string parameter) => Value(parameter) switch
    {
        null => null,
        ulong number => number,
        long number and >= 0 => (ulong)number,
        string text when ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var other => throw Bad(parameter, other, "a whole number from 0 to 18,446,744,073,709,551,615"),
    };

    /// <summary>One of the names of an enumeration, in camelCase.</summary>
    public T Choice<T>(string parameter, T standard)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>().Select(name => char.ToLowerInvariant(name[0]) + name[1..]).ToList();
        return Value(parameter) switch
        {
            null => standard,
            string text when names.IndexOf(text) is >= 0 and var index => Enum.GetValues<T>()[index],
            var other => throw Bad(parameter, other, string.Join(", ", names)),
        };
    }

    /// <summary>A time in microseconds; null when it is missing or 0.</summary>
    public TimeSpan? Microseconds(string parameter) => Value(parameter) switch
    {
        null or 0L or 0UL => null,
        long number and > 0 and <= LongestMicroseconds => TimeSpan.FromMicroseconds(number),
        ulong number and <= (ulong)LongestMicroseconds => TimeSpan.FromMicroseconds((long)number),
        var other => throw Bad(parameter, other, $"0 to {LongestMicroseconds} microseconds"),
    };

    /// <exception cref="FormatException">There is a parameter that was not read.</exception>
    public void RequireNoOther(IEnumerable<string> withoutEffect, string allowed)
    {
        if (values.Keys.Except(_asked).Except(withoutEffect).FirstOrDefault() is { } other)
        {
            throw new FormatException($"parameter '{InferenceTensor.Short(other)}' is unknown; there are {allowed}");
        }
    }

    private object? Value(string parameter)
    {
        _asked.Add(parameter);
        return values.GetValueOrDefault(parameter);
    }

    private static FormatException Bad(string parameter, object value, string allowed) => new(string.Create(
        CultureInfo.InvariantCulture, $"{parameter} is {(value is string text ? $"'{InferenceTensor.Short(text)}'" : value)}; it must be {allowed}"));
}
