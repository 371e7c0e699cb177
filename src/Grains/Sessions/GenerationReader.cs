using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Packages;
using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Grains.Sessions;

/// <summary>Checks what a frame asks a session to generate.</summary>
internal sealed class GenerationReader(ServedModel model, SessionOptions options)
{
    // The tokens of a source's answer leave in small parts: someone is reading along.
    private const int AnswerPartTokens = 4;

    /// <summary>Checks the settings of a request.</summary>
    /// <exception cref="SessionException">The model does not generate, or a setting is out of its range.</exception>
    public void Check(GenerationRequest? generation)
    {
        if (generation is null)
        {
            return;
        }

        if (!model.Generates)
        {
            throw new SessionException(ErrorCodes.BadGeneration, $"model '{model.Name}' does not generate");
        }

        var faults = Sampling(generation).Faults().ToList();
        if (generation.Tokens < 1 || generation.Tokens > options.GenerationTokensLimit)
        {
            faults.Add($"tokens is {generation.Tokens}; it must be 1 to {options.GenerationTokensLimit}");
        }

        if (generation.PartTokens is < 1 or > GenerationRequest.PartTokensLimit)
        {
            faults.Add($"partTokens is {generation.PartTokens}; it must be 1 to {GenerationRequest.PartTokensLimit}");
        }

        if (generation.Beams is < 1 or > PackageLimits.Beams)
        {
            faults.Add($"beams is {generation.Beams}; it must be 1 to {PackageLimits.Beams}");
        }

        if (generation.Beams is > 1 && Samples(generation))
        {
            faults.Add($"beams is {generation.Beams} and temperature, topK or topP is given; a beam search does not sample");
        }

        if (model.GeneratesVectors && (long)generation.Tokens * model.OutputSize > options.AnswerValuesLimit)
        {
            faults.Add($"tokens is {generation.Tokens} of {model.OutputSize} values; an answer may have {options.AnswerValuesLimit} values");
        }

        if (model.GeneratesVectors && (generation.TopK is > 0 || generation.TopP is < 1 || generation.Beams is > 1))
        {
            faults.Add($"topK, topP or beams is given; model '{model.Name}' generates vectors and has only a temperature");
        }

        if (faults.Count > 0)
        {
            throw new SessionException(ErrorCodes.BadGeneration, string.Join("; ", faults));
        }
    }

    /// <summary>Completes a plan by what is generated after its inputs: what was asked for, or a source's answer when it ends.</summary>
    /// <exception cref="SessionException">There is nothing to generate from.</exception>
    public FramePlan Plan(FramePlan plan, GenerationRequest? generation, RecurrentState state)
    {
        var source = model.HasSource && !state.Encoded ? state.Waiting.Count + plan.Inputs.Count : 0;
        if (plan.End && source > 0)
        {
            generation ??= new GenerationRequest
            {
                Tokens = Math.Min(model.MaxTokens, options.GenerationTokensLimit),
                PartTokens = AnswerPartTokens,
            };
        }

        if (generation is null)
        {
            return plan;
        }

        if (model.HasSource && !state.Encoded && source == 0)
        {
            throw new SessionException(ErrorCodes.BadGeneration,
                $"the sequence is empty; model '{model.Name}' generates from an input, which must come before or with the generation");
        }

        if (state.Beams is { } search && (Samples(generation) || generation.Beams is { } width && width != search.Width))
        {
            throw new SessionException(ErrorCodes.BadGeneration,
                $"a beam search of width {search.Width} is under way; it goes on as it is, without other beams, temperature, topK or topP");
        }

        var sampling = Sampling(generation);
        return plan with
        {
            Generation = generation,
            Sampling = sampling,
            Beams = generation.Beams ?? (SetsSampling(generation) ? 1 : model.Package.Manifest.Sampling!.Beams),
        };
    }

    private static bool Samples(GenerationRequest generation) => generation.Temperature is > 0 || generation.TopK is > 0 || generation.TopP is < 1;

    private static bool SetsSampling(GenerationRequest generation) =>
        generation.Temperature is not null || generation.TopK is not null || generation.TopP is not null;

    private SamplingOptions Sampling(GenerationRequest generation)
    {
        var defaults = model.Package.Manifest.Sampling!;
        return new SamplingOptions
        {
            Temperature = generation.Temperature ?? defaults.Temperature,
            TopK = generation.TopK ?? defaults.TopK,
            TopP = generation.TopP ?? defaults.TopP,
        };
    }
}
