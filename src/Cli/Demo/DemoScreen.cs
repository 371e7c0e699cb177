using Spectre.Console;

namespace RnnCluster.Cli.Demo;

/// <summary>The demo's live table.</summary>
internal static class DemoScreen
{
    private const int OutputWidth = 46;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    /// <summary>Shows <paramref name="rows"/> until <paramref name="work"/> ends; where stderr is no terminal, shows nothing.</summary>
    public static async Task ShowAsync(IAnsiConsole console, IReadOnlyList<DemoRow> rows, TimeProvider time, Task work)
    {
        if (!console.Profile.Capabilities.Interactive)
        {
            await work;
            return;
        }

        var started = time.GetTimestamp();
        await console.Live(new Text("")).AutoClear(false).StartAsync(async context =>
        {
            while (!work.IsCompleted)
            {
                context.UpdateTarget(Table(rows, time.GetElapsedTime(started)));
                await Task.WhenAny(work, Task.Delay(Period, time));
            }

            context.UpdateTarget(Table(rows, time.GetElapsedTime(started)));
        });
        await work;
    }

    private static Table Table(IReadOnlyList<DemoRow> rows, TimeSpan elapsed)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey)
            .Title($"[bold]RnnCluster[/]  {rows.Count} live sessions, {elapsed.TotalSeconds:F1} s")
            .AddColumn("kind")
            .AddColumn("model")
            .AddColumn(new TableColumn("outputs").RightAligned().Width(7))
            .AddColumn(new TableColumn("last output").Width(OutputWidth));
        foreach (var row in rows)
        {
            table.AddRow(
                new Text(row.Model.Topology, new Style(Color.Grey)),
                new Text(row.Model.Name, new Style(ColourOf(row.Model.Topology))),
                new Text($"{row.Outputs:N0}"),
                new Text(Tail(row.Text)));
        }

        return table;
    }

    private static Color ColourOf(string topology) => topology switch
    {
        "many-to-one" => Color.Green,
        "one-to-many" => Color.Yellow,
        "many-to-many" => Color.Aqua,
        "encoder-decoder" => Color.Fuchsia,
        _ => Color.Silver,
    };

    /// <summary>The end of a text, on one line, in a fixed width: the table must not jump.</summary>
    private static string Tail(string text)
    {
        var line = text.Replace('\n', ' ');
        return (line.Length <= OutputWidth ? line : line[^OutputWidth..]).PadRight(OutputWidth);
    }
}
