using Microsoft.Extensions.Options;

namespace RnnCluster.Grains.Hosting;

/// <summary>Collects what is wrong with the options of one concern, for one message.</summary>
internal sealed class OptionRules
{
    private readonly List<string> _faults = [];

    /// <summary>Requires <paramref name="least"/> ≤ <paramref name="value"/> ≤ <paramref name="most"/>.</summary>
    public OptionRules Range(string option, long value, long least, long most)
    {
        if (value < least || value > most)
        {
            _faults.Add($"{option} is {value}; it must be {least} to {most}");
        }

        return this;
    }

    /// <summary>Requires something that is no range.</summary>
    public OptionRules Require(bool holds, string fault)
    {
        if (!holds)
        {
            _faults.Add(fault);
        }

        return this;
    }

    public ValidateOptionsResult Result() => _faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_faults);
}
