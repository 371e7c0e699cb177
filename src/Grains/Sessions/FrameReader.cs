using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Grains.Telemetry;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Sessions;

/// <summary>Checks a frame and says what it makes the model do. Pure: the state is looked at, not changed.</summary>
internal sealed class FrameReader(ServedModel model, SessionOptions options, ModelTraffic? traffic = null)
{
    private readonly GenerationReader _generation = new(model, options);

    /// <summary>What the frames are for.</summary>
    public ServedModel Model => model;

    /// <summary>What is counted of it.</summary>
    public ModelTraffic Traffic { get; } = traffic ?? new ModelTraffic(model.Name);

    /// <summary>Plans <paramref name="frame"/> for a session in <paramref name="state"/>.</summary>
    /// <exception cref="SessionException">The frame is bad; the code and message say how.</exception>
    public FramePlan Plan(InputFrame frame, RecurrentState state)
    {
        if (frame.Input is TextInput { Text: null } or TokensInput { Tokens: null } or IdsInput { Ids: null } or FeaturesInput { Vectors: null }
            || (frame.Input is null && frame.Generation is null && !frame.End))
        {
            throw new SessionException(ErrorCodes.WrongInput,
                $"the frame carries nothing; it must have {Allowed()}, a generation, or the end of the sequence");
        }

        if ((state.Encoded || state.Beams is not null) && frame.Input is not null)
        {
            throw new SessionException(ErrorCodes.WrongInput,
                "the frame has input, but the sequence is being generated; it may go on or end, and the next one may have input");
        }

        // What is asked for is checked before the input that it is asked for.
        _generation.Check(frame.Generation);
        var inputs = frame.Input is FeaturesInput features ? PlanFeatures(features.Vectors, frame, state) : PlanTokens(frame, state);
        var plan = _generation.Plan(inputs, frame.Generation, state);
        CheckLimits(plan, state);
        return plan;
    }

    private void CheckLimits(FramePlan plan, RecurrentState state)
    {
        // The start token is the model's, not the sender's.
        var count = plan.Inputs.Count - plan.SilentInputs;
        if (count > options.FrameStepsLimit)
        {
            throw new SessionException(ErrorCodes.TooLong,
                $"the frame has {count} inputs; a frame may have {options.FrameStepsLimit}");
        }

        var waiting = model.ReadsWholeSequences ? state.Waiting.Count + count : 0;
        var waitingLimit = model.ReadsOneVector ? 1 : options.WaitingInputsLimit;
        if (waiting > waitingLimit)
        {
            throw new SessionException(ErrorCodes.TooLong,
                $"the sequence would have {waiting} inputs; model '{model.Name}' reads it as a whole and takes {waitingLimit}");
        }

        if ((long)waiting * model.FeatureSize > options.WaitingValuesLimit)
        {
            throw new SessionException(ErrorCodes.TooLong,
                $"the sequence would have {waiting} vectors of {model.FeatureSize} values; {options.WaitingValuesLimit} values may wait for its end");
        }

        // A source is answered by what is generated from it, in tokens.
        var values = (long)Math.Max(plan.Inputs.Count, waiting) * model.OutputSize;
        if (plan.Generation is null && !model.HasSource && (plan.Scores || !model.HasLabels) && values > options.AnswerValuesLimit)
        {
            throw new SessionException(ErrorCodes.TooLong,
                $"the answer would have {values} probabilities; an answer may have {options.AnswerValuesLimit}");
        }
    }

    private FramePlan PlanFeatures(float[][] vectors, InputFrame frame, RecurrentState state)
    {
        var size = model.FeatureSize;
        if (size == 0)
        {
            throw new SessionException(ErrorCodes.WrongInput, $"the frame has features; model '{model.Name}' reads {Allowed()}");
        }

        for (var step = 0; step < vectors.Length; step++)
        {
            var length = vectors[step]?.Length ?? 0;
            if (length != size)
            {
                throw new SessionException(ErrorCodes.WrongFeatureSize,
                    $"feature vector {step} has {length} values; model '{model.Name}' reads {size}");
            }

            var bad = Array.FindIndex(vectors[step], value => !float.IsFinite(value));
            if (bad >= 0)
            {
                throw new SessionException(ErrorCodes.NotFinite,
                    $"feature vector {step} has {vectors[step][bad]} at position {bad}; every value must be a finite number");
            }
        }

        return AfterStart(new SequenceInputs([], [], vectors), frame, state);
    }

    /// <summary>Puts the vector of zeros in front that generated sequences of vectors begin with.</summary>
    private FramePlan AfterStart(SequenceInputs inputs, InputFrame frame, RecurrentState state)
    {
        var starts = model.GeneratesVectors && state.Steps == 0 && (inputs.Count > 0 || frame.Generation is not null);
        return new FramePlan
        {
            Inputs = starts ? model.Start.Append(inputs) : inputs,
            SilentInputs = starts ? 1 : 0,
            End = frame.End,
            Scores = frame.Scores,
        };
    }

    private FramePlan PlanTokens(InputFrame frame, RecurrentState state)
    {
        if (model.Reader is null)
        {
            return frame.Input is null ? AfterStart(SequenceInputs.None, frame, state) : throw new SessionException(ErrorCodes.WrongInput,
                $"the frame has {Kind(frame.Input)}; model '{model.Name}' reads {Allowed()}");
        }

        var (waited, pending) = CutText(frame, state.PendingText);
        var starts = state.Steps == 0 && model.Generates && !model.HasSource;
        var inputs = new TokenInputs(model, options, (starts ? 1 : 0) + waited.Count + TokensOf(frame));
        if (starts)
        {
            inputs.AddStart(model.Start);
        }

        foreach (var token in waited)
        {
            inputs.Add(token);
        }

        inputs.BeginFrame();
        AddTokens(inputs, frame);

        // A start token alone is read when something follows it: a frame of half a word takes no step.
        if (inputs.Count == inputs.SilentCount && frame.Generation is null)
        {
            inputs.Clear();
        }

        return new FramePlan
        {
            Inputs = inputs.All,
            SilentInputs = inputs.SilentCount,
            PendingText = pending,
            End = frame.End,
            Scores = frame.Scores,
        };
    }

    private void AddTokens(TokenInputs inputs, InputFrame frame)
    {
        switch (frame.Input)
        {
            case TokensInput tokens:
                RequireSteps(tokens.Tokens.Length);
                foreach (var token in tokens.Tokens)
                {
                    inputs.Add(token);
                }

                break;
            case IdsInput ids:
                RequireSteps(ids.Ids.Length);
                foreach (var id in ids.Ids)
                {
                    inputs.AddId(id);
                }

                break;
        }
    }

    /// <summary>Room that the frame's own tokens need; a frame with more than it may have is refused before it needs it.</summary>
    private int TokensOf(InputFrame frame) => Math.Min(options.FrameStepsLimit, frame.Input switch
    {
        TokensInput tokens => tokens.Tokens.Length,
        IdsInput ids => ids.Ids.Length,
        _ => 0,
    });

    /// <summary>Cuts the frame's text, and what waited before it, into tokens; the rest waits now.</summary>
    private (IReadOnlyList<string> Tokens, string Pending) CutText(InputFrame frame, string pending)
    {
        var text = (frame.Input as TextInput)?.Text ?? "";
        if (text.Length > options.FrameTextLimit)
        {
            throw new SessionException(ErrorCodes.TooLong,
                $"the frame has {text.Length} characters of text; a frame may have {options.FrameTextLimit}");
        }

        // Only more text can complete a token; anything else is a boundary.
        var boundary = frame.End || frame.Generation is not null || frame.Input is not TextInput;
        if (text.Length == 0 && pending.Length == 0)
        {
            return ([], pending);
        }

        var tokens = new List<string>();
        pending = model.Reader!.Tokenizer.Tokenize(pending, text, boundary, tokens);
        if (pending.Length > options.PendingTextLimit)
        {
            throw new SessionException(ErrorCodes.TooLong,
                $"the text ends in {pending.Length} characters without a token's end; {options.PendingTextLimit} may wait");
        }

        RequireSteps(tokens.Count);
        return (tokens, pending);
    }

    private void RequireSteps(int steps)
    {
        if (steps > options.FrameStepsLimit)
        {
            throw new SessionException(ErrorCodes.TooLong,
                $"the frame has {steps} tokens; a frame may have {options.FrameStepsLimit}");
        }
    }

    private string Allowed() => model.FeatureSize is > 0 and var size ? $"feature vectors of {size} values" : "text, tokens or ids";

    private static string Kind(FrameInput input) => input switch
    {
        TextInput => "text",
        TokensInput => "tokens",
        IdsInput => "ids",
        _ => "features",
    };
}
