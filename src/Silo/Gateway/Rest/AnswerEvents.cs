using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client.Json;
using RnnCluster.Client.Sessions;
using RnnCluster.Silo.Gateway.Errors;

namespace RnnCluster.Silo.Gateway.Rest;

/// <summary>The answers of a session as server-sent events, for as long as their reader stays.</summary>
/// <param name="exchange">The session.</param>
/// <param name="id">What the caller calls it.</param>
/// <param name="tokenizer">Kind of its model's tokenizer.</param>
internal sealed class AnswerEvents(SessionExchange exchange, string id, string tokenizer)
{
    // Also how soon a reader that left without a word is noticed.
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(4);
    private static readonly byte[] StillThere = ": waiting\n\n"u8.ToArray();

    private EventId _place;
    private AnswerPage _page = null!;

    /// <summary>Reads what is there behind a place.</summary>
    /// <returns>What is wrong; null when the events can be written.</returns>
    /// <exception cref="SessionException">The session is not there, or cannot live.</exception>
    public async Task<GatewayProblem?> StartAsync(EventId place, CancellationToken cancellation)
    {
        _place = place;
        _page = await exchange.ReadAsync(place.Sequence, place.Part, TimeSpan.Zero, cancellation);
        return _page.IsComplete ? null : Gone();
    }

    /// <summary>Writes events until the reader leaves, the silo stops, or the session cannot go on.</summary>
    public async Task WriteAsync(HttpResponse response, CancellationToken cancellation)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache,no-store";
        try
        {
            while (true)
            {
                await WritePageAsync(response, cancellation);
                _page = await exchange.ReadAsync(_place.Sequence, _place.Part, Wait, cancellation);
                if (!_page.IsComplete)
                {
                    await WriteErrorAsync(response, Gone(), cancellation);
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The reader left, or comes back to another silo.
        }
        catch (Exception exception)
        {
            // The status was sent long ago.
            await WriteErrorAsync(response, GatewayProblem.Of(exception), cancellation);
        }
    }

    private async Task WritePageAsync(HttpResponse response, CancellationToken cancellation)
    {
        foreach (var part in _page.Answers)
        {
            _place = new EventId(part.Sequence, part.Part);
            var json = JsonSerializer.Serialize(AnswerJson.Of(part, id, tokenizer), InferenceJson.Plain.InferenceOutput);
            await response.WriteAsync($"id: {_place}\ndata: {json}\n\n", Encoding.UTF8, cancellation);
        }

        if (_page.Answers.Length == 0)
        {
            await response.Body.WriteAsync(StillThere, cancellation);
        }

        await response.Body.FlushAsync(cancellation);
    }

    private static Task WriteErrorAsync(HttpResponse response, GatewayProblem problem, CancellationToken cancellation)
    {
        var output = new InferenceOutput { Error = new FrameError(problem.Code, problem.Detail) };
        return response.WriteAsync(
            $"event: error\ndata: {JsonSerializer.Serialize(output, InferenceJson.Plain.InferenceOutput)}\n\n", Encoding.UTF8, cancellation);
    }

    private GatewayProblem Gone() => GatewayProblem.Of(ErrorCodes.Duplicate,
        $"the answers behind {_place} are not kept any more; the next frame of session {exchange.Key} is {_page.NextSequence}");
}
