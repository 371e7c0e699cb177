using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace RnnCluster.Cluster.Tests.Page;

/// <summary>The main action of each tab, in a real browser.</summary>
[Collection(nameof(SharedDemo))]
public sealed class PageTests(PageDemo demo)
{
    [Fact]
    public async Task Music_ComposedAtOnce_GivesATuneAsAbcAndMidi()
    {
        await using var open = await demo.OpenAsync("music");
        await open.Page.GetByLabel("Compose just ahead of the music").UncheckAsync();
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Compose and play" }).ClickAsync();
        var status = await open.SayAsync("#music-status", @"^\d+ tokens, \d+ notes, .+ in .+, complete$");
        var notes = int.Parse(Regex.Match(status, @"(\d+) notes").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(notes > 20, status);

        var abc = await DownloadAsync(open, "#music-abc");
        Assert.StartsWith("X:1\n", Encoding.UTF8.GetString(abc));
        Assert.Contains("\nK:", Encoding.UTF8.GetString(abc), StringComparison.Ordinal);
        var midi = await DownloadAsync(open, "#music-midi");
        Assert.Equal("MThd"u8, midi.AsSpan(0, 4));
        Assert.Equal(notes, midi.Skip(22).Zip(midi.Skip(24)).Count(pair => pair is { First: 0x90, Second: 80 }));
        Assert.Empty(open.Faults);
    }

    [Fact]
    public async Task Tagger_TypedText_TagsEachWordWhenItIsComplete()
    {
        await using var open = await demo.OpenAsync("tagger");
        await open.Find("#tagger-text").FillAsync("");
        await open.Find("#tagger-text").PressSequentiallyAsync("The cat sat on the mat ");
        await Assertions.Expect(open.Find("#tagger-words .word")).ToHaveCountAsync(6);
        Assert.Equal(["DET", "NOUN", "VERB", "ADP", "DET", "NOUN"], await open.Find("#tagger-words .word small").AllInnerTextsAsync());
        await open.Find("#tagger-words .word").Nth(1).FocusAsync();
        await open.SayAsync("#tagger-status", @"^“cat” is a noun \(NOUN\) with \d");
        Assert.Empty(open.Faults);
    }

    [Theory]
    [InlineData("A warm, funny and beautifully acted film. ", "good")]
    [InlineData("The plot is thin and the jokes are thinner. ", "bad")]
    public async Task Sentiment_Sentence_IsScoredAfterEachWord(string text, string mood)
    {
        await using var open = await demo.OpenAsync("sentiment");
        await open.Find("#sentiment-text").FillAsync(text);
        await Assertions.Expect(open.Find("#sentiment-scores li").First).ToContainTextAsync(text.Split(' ', ',')[0], new() { IgnoreCase = true });
        await Assertions.Expect(open.Find("#sentiment-verdict")).ToHaveAttributeAsync("data-mood", mood);
        Assert.Equal(Regex.Count(text, @"\w+|[,.]"), await open.Find("#sentiment-scores li").CountAsync());
        Assert.Empty(open.Faults);
    }

    [Fact]
    public async Task Translate_WithOneBeam_ShowsWhereTheDecoderLooked()
    {
        await using var open = await demo.OpenAsync("translate");
        await open.SlideAsync("Beams", "1");
        await open.Find("#translate-text").FillAsync("Where is the station?");
        await open.SayAsync("#translate-output", "^où est la gare ?\\?$");
        await open.SayAsync("#translate-status", "with 1 beam in");
        await Assertions.Expect(open.Find("#attention tbody tr")).ToHaveCountAsync(6);

        // The trace computes on its own way; told what was written, it would have written the same.
        var trace = JsonDocument.Parse(await open.Page.EvaluateAsync<string>(
            "async () => JSON.stringify(await rnnApp.post('/v1/models/translate/trace', { text: 'Where is the station?', target: ['▁où', '▁est', '▁la', '▁gare', '▁?'] }))")).RootElement;
        Assert.Equal(["▁où", "▁est", "▁la", "▁gare", "▁?", "<end>"], trace.GetProperty("likeliest").EnumerateArray().Select(token => token.GetString()));
        Assert.All(trace.GetProperty("weights").EnumerateArray(), row => Assert.Equal(1, row.EnumerateArray().Sum(weight => weight.GetDouble()), 2));
        Assert.Empty(open.Faults);
    }

    [Fact]
    public async Task Images_DrawnStroke_IsADigit()
    {
        await using var open = await demo.OpenAsync("images");
        var box = (await open.Find("#digit-pad").BoundingBoxAsync())!;
        var mouse = open.Page.Mouse;
        (float X, float Y)[] seven = [(60, 45), (160, 45), (130, 110), (100, 185)];
        await mouse.MoveAsync(box.X + seven[0].X, box.Y + seven[0].Y);
        await mouse.DownAsync();
        foreach (var (x, y) in seven.Skip(1))
        {
            await mouse.MoveAsync(box.X + x, box.Y + y, new() { Steps = 6 });
        }

        await mouse.UpAsync();
        await open.SayAsync("#digit-verdict", "^7, ");
        Assert.Empty(open.Faults);
    }

    [Fact]
    public async Task Images_ChosenScene_IsDescribed()
    {
        await using var open = await demo.OpenAsync("images");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Scene 1", Exact = true }).ClickAsync();
        var caption = await open.SayAsync("#caption", @"^\w.*\w+\W?$");
        var line = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "models", "captions", "examples.jsonl")).First();
        var (code, output, errors) = await RnnProcess.RunAsync(line, "infer", "captions");
        Assert.True(code == 0, errors);
        Assert.Contains($"\"text\":\"{caption}\"", output.Replace(" .", ".", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(open.Faults);
    }

    [Fact]
    public async Task Images_UploadedPicture_IsACatOrADog()
    {
        await using var open = await demo.OpenAsync("images");
        var picture = await open.Page.ScreenshotAsync();
        await open.Find("#catdog-file").SetInputFilesAsync(new FilePayload { Name = "picture.png", MimeType = "image/png", Buffer = picture });
        await open.SayAsync("#catdog-verdict", @"^(cat|dog), \d");
        Assert.Empty(open.Faults);
    }

    [Fact]
    public async Task Trace_Sentence_IsUnfoldedStepByStep()
    {
        await using var open = await demo.OpenAsync("trace");
        await Assertions.Expect(open.Find(".step")).ToHaveCountAsync(6);
        await open.Find(".step").Nth(2).ClickAsync();
        await open.SayAsync("#trace-status", "^t = 3: reads “book”, says VERB");
        Assert.Empty(open.Faults);
    }

    [Fact]
    public async Task Cluster_ThreeSilos_AreShownWithTheirGateways()
    {
        await using var open = await demo.OpenAsync("cluster");
        await Assertions.Expect(open.Find(".silo .chip.active")).ToHaveCountAsync(3);
        await open.SayAsync("#figure-silos", "^3$");
        await open.SayAsync("#figure-latency", @"^\d+\.\d$");
        await Assertions.Expect(open.Find(".silo .chip.here")).ToHaveCountAsync(1);
        Assert.Empty(open.Faults);
    }

    [Fact]
    public async Task Tabs_ArrowKeys_MoveAndSelect()
    {
        await using var open = await demo.OpenAsync("music");
        await open.Find("#tab-music").FocusAsync();
        await open.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(open.Find("#tab-tagger")).ToBeFocusedAsync();
        await Assertions.Expect(open.Find("#panel-tagger")).ToBeVisibleAsync();
        await Assertions.Expect(open.Find("#panel-music")).ToBeHiddenAsync();
        await open.Page.Keyboard.PressAsync("End");
        await Assertions.Expect(open.Find("#tab-cluster")).ToHaveAttributeAsync("aria-selected", "true");
        Assert.Empty(open.Faults);
    }

    [Theory]
    [MemberData(nameof(GoldenTunes))]
    public async Task AbcReader_GoldenTune_PlaysWhatAbc2midiPlays(string tune)
    {
        await using var open = await demo.OpenAsync("music");
        var folder = Path.Combine(AppContext.BaseDirectory, "abc");
        var notes = await open.Page.EvaluateAsync<double[][]>(
            "async text => (await import('/music/abc.js')).readTune(text).notes.map(note => [note.start * 1920, note.length * 1920, note.pitch])",
            await File.ReadAllTextAsync(Path.Combine(folder, $"{tune}.abc"), TestContext.Current.CancellationToken));
        var golden = JsonSerializer.Deserialize<double[][]>(await File.ReadAllTextAsync(Path.Combine(folder, $"{tune}.json"), TestContext.Current.CancellationToken))!;

        // abc2midi has whole ticks.
        Assert.Equal(golden.Length, notes.Length);
        Assert.All(golden.OrderBy(note => note[0]).ThenBy(note => note[2]).Zip(notes.OrderBy(note => Math.Round(note[0])).ThenBy(note => note[2])), pair =>
        {
            Assert.Equal(pair.First[0], pair.Second[0], 1.5);
            Assert.Equal(pair.First[1], pair.Second[1], 1.5);
            Assert.Equal(pair.First[2], pair.Second[2]);
        });
    }

    public static TheoryData<string> GoldenTunes { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "abc"), "*.abc").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    private static async Task<byte[]> DownloadAsync(OpenPage open, string button)
    {
        var download = await open.Page.RunAndWaitForDownloadAsync(() => open.Find(button).ClickAsync());
        return await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
    }
}
