using System.Text.Encodings.Web;
using System.Text.Json;
using RnnCluster.Cli.Commands;
using RnnCluster.Cli.Connection;
using RnnCluster.Cli.Terminal;
using RnnCluster.Recurrent.Packages;
using RnnCluster.Recurrent.Tracing;

namespace RnnCluster.Cli.Tracing;

/// <summary>Runs an <c>rnn trace</c>: checks what was asked, reads the input, writes table or JSON, and the picture.</summary>
internal static class TraceRun
{
    /// <summary>Most steps of a trace; it keeps every number of each of them.</summary>
    private const int StepsLimit = 2_000;

    private const string PictureExtension = ".svg";

    // Text leaves as it is: it is read by programs and terminals, not by browsers.
    private static readonly TraceJson Json = new(new JsonSerializerOptions(TraceJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <param name="settings">What was asked.</param>
    /// <param name="output">What stands for stdout.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="CommandException">Something asked for is impossible; the message says what is allowed.</exception>
    public static int Run(TraceSettings settings, TextWriter output)
    {
        CheckPicture(settings);
        if (settings.Steps is { } steps && steps is < 1 or > StepsLimit)
        {
            throw new CommandException($"--steps is {steps}; it must be 1 to {StepsLimit}");
        }

        var trace = Trace(settings);
        if (settings.Picture == StandardFiles.Standard)
        {
            output.Write(TracePicture.Draw(trace));
            return 0;
        }

        if (settings.Picture is { } file)
        {
            Write(file, TracePicture.Draw(trace));
        }

        if (settings.Json)
        {
            output.WriteLine(JsonSerializer.Serialize(trace, Json.ForwardTrace));
        }
        else
        {
            TraceTable.Write(trace, settings.Units, output);
        }

        return 0;
    }

    private static void CheckPicture(TraceSettings settings)
    {
        if (settings.Picture is not { } picture)
        {
            return;
        }

        if (picture == StandardFiles.Standard && settings.Json)
        {
            throw new CommandException("--picture - and --json both write to stdout; give the picture a file");
        }

        if (picture != StandardFiles.Standard && !picture.EndsWith(PictureExtension, StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandException($"--picture is '{picture}'; it must be a file that ends in {PictureExtension}, or - for stdout");
        }
    }

    private static ForwardTrace Trace(TraceSettings settings)
    {
        var folder = PackageFolder(settings);
        try
        {
            var network = UnfoldedNetwork.Load(folder);

            // One step more than may be shows that there are too many.
            var limit = settings.Steps ?? StepsLimit + 1;
            var trace = network.ReadsText
                ? network.ReadText(TraceInput.Text(settings.Text), limit)
                : network.ReadFeatures(TraceInput.Vectors(settings.Text), limit);
            return trace.Steps.Count <= StepsLimit
                ? trace
                : throw new CommandException($"TEXT has more than {StepsLimit} steps; choose how many are read with --steps");
        }
        catch (TraceException exception)
        {
            throw new CommandException(exception.Message);
        }
        catch (ModelPackageException exception)
        {
            throw new CommandException($"model '{settings.Model}' is broken: {string.Join("; ", exception.Faults)}");
        }
    }

    private static string PackageFolder(TraceSettings settings)
    {
        var packages = Directory.EnumerateDirectories(ModelsFolder.Require(settings.ModelsFolder))
            .Where(folder => File.Exists(Path.Combine(folder, "model.json")))
            .OrderBy(Path.GetFileName, StringComparer.Ordinal)
            .ToList();
        var names = packages.Select(Path.GetFileName).ToList();
        return packages.ElementAtOrDefault(names.IndexOf(settings.Model)) ?? throw new CommandException(
            $"there is no model '{settings.Model}'; {(names.Count == 0 ? "there are none" : $"there are: {string.Join(", ", names)}")}");
    }

    private static void Write(string file, string picture)
    {
        using var output = StandardFiles.CreateText(file, "--picture");
        output.Write(picture);
    }
}
