using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Cli.Commands;

/// <summary>Runs a command's work and turns its failures into a line on stderr and an exit code.</summary>
internal static class CommandRunner
{
    /// <summary>Not all was done.</summary>
    public const int Failed = 1;

    /// <summary>Ended by Ctrl-C, as shells count it.</summary>
    public const int Interrupted = 130;

    /// <summary>The exit code of <paramref name="work"/>, or of its failure.</summary>
    public static async Task<int> RunAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync($"rnn: {Describe(exception)}");
            return Failed;
        }
    }

    private static string Describe(Exception exception) => exception switch
    {
        CommandException or SessionException or ArgumentException or IOException or UnauthorizedAccessException => exception.Message,
        OrleansException or TimeoutException => $"the cluster failed in the middle of the work: {exception.Message}",
        _ => $"unexpected {exception.GetType().Name}: {exception.Message}",
    };
}
