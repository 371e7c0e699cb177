using System.Xml.Linq;
using RnnCluster.Cli.Commands;
using RnnCluster.Cli.Tracing;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Packages;
using RnnCluster.Recurrent.Tracing;

namespace RnnCluster.Cli.Tests.Tracing;

public sealed class TracePictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Draw_Trace_LabelsTokensUnitsClassesAndScales()
    {
        var texts = Texts(XDocument.Parse(Traces.Of(Traces.Review("movie was bad") with { Picture = "-" })));

        string[] expected =
        [
            "worked-example: movie was bad", "movie", "was", "bad", "layer 1: hidden state, 2 units", "unit", "O_t", "-1",
            "output so far; framed: the label", "class", "positive", "score", "0.5", "t", "3", "-0.68", "0.22",
        ];
        Assert.All(expected, text => Assert.Contains(text, texts));
    }

    [Fact]
    public void Draw_ManyUnits_HasACellForEachUnitAndStep()
    {
        var picture = XDocument.Parse(TracePicture.Draw(Trace([.. Enumerable.Range(0, 30).Select(t => $"word{t}")], units: 40)));

        // The cells, and the parts of two colour bars.
        Assert.Equal(30 * (40 + 1) + 2 * 48, picture.Descendants(Svg + "path").Sum(path => path.Attribute("d")!.Value.Count(c => c == 'M')));
    }

    [Fact]
    public void Draw_TokensThatXmlDoesNotAllow_AreEscaped()
    {
        var texts = Texts(XDocument.Parse(TracePicture.Draw(Trace(["<a&b>", "\n", "\0", " ", "\ud800"], units: 2))));

        Assert.Contains("<a&b>", texts);
        Assert.Contains("\\n", texts);
        Assert.Contains("\\u0000", texts);
        Assert.Contains("␣", texts);
        Assert.Contains("\ufffd", texts);
    }

    [Fact]
    public void Draw_ValuesAboveOne_WidenTheScale()
    {
        var trace = Trace(["a"], units: 2);
        trace.Steps[0].Layers[0].Output[0] = 31;

        Assert.Contains("-50", Texts(XDocument.Parse(TracePicture.Draw(trace))));
    }

    [Fact]
    public void Draw_TooManyCells_SaysHowMany() => Assert.Equal(
        "the picture would have 256500 cells; it may have 250000: choose how many steps are read with --steps",
        Assert.Throws<CommandException>(() => TracePicture.Draw(Trace([.. Enumerable.Repeat("a", 500)], units: 600))).Message);

    private static List<string> Texts(XDocument picture) => [.. picture.Descendants(Svg + "text").Select(text => text.Value)];

    /// <summary>A trace of numbers that are not important.</summary>
    private static ForwardTrace Trace(string[] tokens, int units) => new()
    {
        Model = "drawn",
        Version = "1",
        Topology = Topology.ManyToOne,
        LookAheadSteps = 0,
        Cell = CellKind.RnnTanh,
        HiddenSize = units,
        GateNames = [],
        Activation = OutputActivation.Sigmoid,
        Classes = ["yes"],
        Biases = [new LayerBias(new float[units], Recurrent: null)],
        Steps = [.. tokens.Select((token, index) => Step(token, index + 1, units))],
    };

    private static StepTrace Step(string token, int t, int units) => new()
    {
        T = t,
        Token = token,
        Input = [],
        Layers =
        [
            new LayerTrace
            {
                InputProduct = [],
                InputProjection = [],
                RecurrentProjection = [],
                PreActivation = [],
                Gates = [],
                Cell = null,
                Output = [.. Enumerable.Range(0, units).Select(unit => MathF.Sin(unit + t))],
            },
        ],
        Logits = [0.5f],
        Scores = [0.6f],
        Labels = ["yes"],
    };
}
