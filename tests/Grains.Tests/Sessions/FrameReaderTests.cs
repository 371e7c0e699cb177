using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Models;
using RnnCluster.Grains.Sessions;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Sessions;

/// <summary>Bounds that take too large a message to be tried through a stream.</summary>
public sealed class FrameReaderTests(ClusterFixture cluster)
{
    private readonly SessionOptions _options = new() { FrameStepsLimit = 3, GenerationTokensLimit = 9 };

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Plan_FeatureVectorsAroundTheLimit_AreTakenOrRefused(int steps)
    {
        var model = new ServedModel(cluster.Load(TinyModels.Sensor));
        var state = model.Network!.CreateState();
        var frame = new InputFrame { Sequence = 0, Input = new FeaturesInput([.. Enumerable.Repeat(new float[3], steps)]) };

        if (steps <= _options.FrameStepsLimit)
        {
            Assert.Equal(steps, new FrameReader(model, _options).Plan(frame, state).Inputs.Count);
            return;
        }

        var exception = Assert.Throws<SessionException>(() => new FrameReader(model, _options).Plan(frame, state));
        Assert.Equal((ErrorCodes.TooLong, "the frame has 4 inputs; a frame may have 3"), (exception.Code, exception.Message));
    }

    [Fact]
    public void Plan_EndOfASource_GeneratesNoMoreThanAFrameMay()
    {
        var model = new ServedModel(cluster.Load(TinyKinds.Translator));
        var frame = new InputFrame { Sequence = 0, Input = new TextInput("the cat"), End = true };

        Assert.Equal(9, new FrameReader(model, _options).Plan(frame, model.CreateState()).Generation!.Tokens);
        Assert.Equal(12, new FrameReader(model, new SessionOptions()).Plan(frame, model.CreateState()).Generation!.Tokens);
    }

    [Fact]
    public void Plan_SourceWithScores_IsNotBoundedByAnAnswerThatItDoesNotGet()
    {
        var model = new ServedModel(cluster.Load(TinyKinds.Translator));
        var options = new SessionOptions { AnswerValuesLimit = 8 };
        var frame = new InputFrame { Sequence = 0, Input = new TextInput("the cat "), Scores = true };

        Assert.Equal(2, new FrameReader(model, options).Plan(frame, model.CreateState()).Inputs.Count);
    }

    [Fact]
    public void Plan_BadFrame_DoesNotTouchTheState()
    {
        var model = new ServedModel(cluster.Load(TinyModels.Strict));
        var state = model.Network!.CreateState();
        state.PendingText = "th";
        state.Steps = 5;
        var before = state.Clone();

        Assert.Throws<SessionException>(() => new FrameReader(model, _options).Plan(
            new InputFrame { Sequence = 0, Input = new TextInput("e zebra "), End = true }, state));

        Assert.Equal((before.PendingText, before.Steps, before.Sampler), (state.PendingText, state.Steps, state.Sampler));
        Assert.Equal(before.Values, state.Values);
    }

    [Fact]
    public void Plan_HalfWordAtTheStartOfGeneratingModel_TakesNoStep()
    {
        var model = new ServedModel(cluster.Load(TinyModels.Letters));
        var state = model.Network!.CreateState();
        var reader = new FrameReader(model, _options);

        Assert.Equal(0, reader.Plan(new InputFrame { Sequence = 0, Input = new TextInput("") }, state).Inputs.Count);
        var plan = reader.Plan(new InputFrame { Sequence = 0, Generation = new GenerationRequest { Tokens = 9 } }, state);
        Assert.Equal((1, 1), (plan.Inputs.Count, plan.SilentInputs));
    }
}
