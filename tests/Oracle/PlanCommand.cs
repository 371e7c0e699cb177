using System.CommandLine;
using RnnCluster.Oracle.Harm;

namespace RnnCluster.Oracle;

/// <summary><c>plan</c>: the harm that a run with this seed does.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var (minutes, seed, store, silos) = (CommonOptions.Minutes(), CommonOptions.Seed(), CommonOptions.Store(), CommonOptions.Silos());
        var kinds = CommonOptions.Harm();
        var command = new Command("plan", "Show the harm of a run: a function of its seed.") { minutes, seed, store, silos, kinds };
        command.SetAction(parsed =>
        {
            var length = TimeSpan.FromMinutes(parsed.GetValue(minutes));
            var deck = HarmSchedule.Deck(parsed.GetValue(store), parsed.GetValue(kinds) ?? []);
            foreach (var harm in HarmSchedule.Of(parsed.GetValue(seed), length, deck, parsed.GetValue(store), parsed.GetValue(silos)))
            {
                Console.Out.WriteLine($"{harm.At.TotalSeconds,6:N0} s  {HarmDriver.Describe(harm)}, away for {harm.Pause.TotalSeconds:N1} s");
            }
        });
        return command;
    }
}
