using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Grains.Sessions;

/// <summary>Checks a frame and says what it makes the network do. Pure: the state is looked at, not changed.</summary>
internal sealed class FrameReader(ServedModel model, SessionOptions options)
{
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

        var sampling = frame.Generation is { } generation ? Sampling(generation) : null;
        var plan = frame.Input is FeaturesInput features ? PlanFeatures(features.Vectors) : PlanTokens(frame, state);
        if (sampling is not null && plan.Steps == 0 && state.Steps == 0)
        {
            throw new SessionException(ErrorCodes.BadGeneration,
                $"the sequence is empty and model '{model.Name}' has no start token; generation needs a prompt");
        }

        // The start token is the model's, not the sender's.
        if (plan.Steps - plan.SilentSteps > options.FrameStepsLimit)
        {
            throw new SessionException(ErrorCodes.TooLong,
                $"the frame has {plan.Steps - plan.SilentSteps} inputs; a frame may have {options.FrameStepsLimit}");
        }

        var values = (long)plan.Steps * model.Network.Shape.OutputSize;
        if (sampling is null && (frame.Scores || !model.HasLabels) && values > options.AnswerValuesLimit)
        {
            throw new SessionException(ErrorCodes.TooLong,
                $"the answer would have {values} probabilities; an answer may have {options.AnswerValuesLimit}");
        }

        return plan with { Generation = frame.Generation, Sampling = sampling, End = frame.End, Scores = frame.Scores };
    }

    private FramePlan PlanFeatures(float[][] vectors)
    {
        var size = model.Network.Shape.FeatureSize;
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

        return new FramePlan { Steps = vectors.Length, Features = vectors };
    }

    private FramePlan PlanTokens(InputFrame frame, RecurrentState state)
    {
        if (model.Package.Encoder is null && frame.Input is not null)
        {
            throw new SessionException(ErrorCodes.WrongInput,
                $"the frame has {Kind(frame.Input)}; model '{model.Name}' reads {Allowed()}");
        }

        var inputs = new TokenInputs(model);
        if (state.Steps == 0 && model.StartToken is { } start)
        {
            inputs.AddStart(start);
        }

        var pending = AddText(inputs, frame, state.PendingText);
        inputs.BeginFrame();
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

        // A start token alone is read when something follows it: a frame of half a word takes no step.
        if (inputs.Count == inputs.SilentCount && frame.Generation is null)
        {
            inputs.Clear();
        }

        return new FramePlan
        {
            Steps = inputs.Count,
            SilentSteps = inputs.SilentCount,
            Rows = inputs.Rows,
            Tokens = inputs.Tokens,
            PendingText = pending,
        };
    }

    /// <summary>Cuts the frame's text, and what waited before it; returns what waits now.</summary>
    private string AddText(TokenInputs inputs, InputFrame frame, string pending)
    {
        var text = (frame.Input as TextInput)?.Text ?? "";
        if (text.Length > options.FrameTextLimit)
        {
            throw new SessionException(ErrorCodes.TooLong,
                $"the frame has {text.Length} characters of text; a frame may have {options.FrameTextLimit}");
        }

        // Only more text can complete a token; anything else is a boundary.
        var boundary = frame.End || frame.Generation is not null || frame.Input is not TextInput;
        if (model.Package.Tokenizer is not { } tokenizer || (text.Length == 0 && pending.Length == 0))
        {
            return pending;
        }

        var tokens = new List<string>();
        pending = tokenizer.Tokenize(pending, text, boundary, tokens);
        if (pending.Length > options.PendingTextLimit)
        {
            throw new SessionException(ErrorCodes.TooLong,
                $"the text ends in {pending.Length} characters without a token's end; {options.PendingTextLimit} may wait");
        }

        RequireSteps(tokens.Count);
        tokens.ForEach(inputs.Add);
        return pending;
    }

    private void RequireSteps(int steps)
    {
        if (steps > options.FrameStepsLimit)
        {
            throw new SessionException(ErrorCodes.TooLong,
                $"the frame has {steps} tokens; a frame may have {options.FrameStepsLimit}");
        }
    }

    private SamplingOptions Sampling(GenerationRequest generation)
    {
        if (model.Package.Manifest.Sampling is not { } defaults)
        {
            throw new SessionException(ErrorCodes.BadGeneration, $"model '{model.Name}' does not generate");
        }

        var sampling = new SamplingOptions
        {
            Temperature = generation.Temperature ?? defaults.Temperature,
            TopK = generation.TopK ?? defaults.TopK,
            TopP = generation.TopP ?? defaults.TopP,
        };
        var faults = sampling.Faults().ToList();
        if (generation.Tokens < 1 || generation.Tokens > options.GenerationTokensLimit)
        {
            faults.Add($"tokens is {generation.Tokens}; it must be 1 to {options.GenerationTokensLimit}");
        }

        if (generation.PartTokens is < 1 or > GenerationRequest.PartTokensLimit)
        {
            faults.Add($"partTokens is {generation.PartTokens}; it must be 1 to {GenerationRequest.PartTokensLimit}");
        }

        return faults.Count == 0 ? sampling : throw new SessionException(ErrorCodes.BadGeneration, string.Join("; ", faults));
    }

    private string Allowed() => model.Network.Shape.FeatureSize is > 0 and var size
        ? $"feature vectors of {size} values"
        : "text, tokens or ids";

    private static string Kind(FrameInput input) => input switch
    {
        TextInput => "text",
        TokensInput => "tokens",
        IdsInput => "ids",
        _ => "features",
    };
}
