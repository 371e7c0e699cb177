using Microsoft.Extensions.Options;

namespace RnnCluster.Silo.Tests.Gateway;

/// <summary>What a validator says of one number of otherwise default options.</summary>
internal static class OptionBounds
{
    /// <summary>Takes an option at both of its bounds, and refuses it one beyond each.</summary>
    public static void Require<TOptions>(IValidateOptions<TOptions> validator, string option, int least, int most)
        where TOptions : class, new()
    {
        Assert.Null(Fault(validator, option, least));
        Assert.Null(Fault(validator, option, most));
        Assert.Equal($"{option} is {least - 1}; it must be {least} to {most}", Fault(validator, option, least - 1));
        Assert.Equal($"{option} is {most + 1}; it must be {least} to {most}", Fault(validator, option, most + 1));
    }

    private static string? Fault<TOptions>(IValidateOptions<TOptions> validator, string option, int value)
        where TOptions : class, new()
    {
        var options = new TOptions();
        typeof(TOptions).GetProperty(option)!.SetValue(options, value);
        return validator.Validate(null, options).FailureMessage;
    }
}
