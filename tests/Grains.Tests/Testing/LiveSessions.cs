using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Grains.Sessions;

namespace RnnCluster.Grains.Tests.Testing;

/// <summary>Sessions without grains and streams.</summary>
internal static class LiveSessions
{
    /// <summary>A new session of <paramref name="model"/>.</summary>
    public static LiveSession Open(ServedModel model)
    {
        var options = new SessionOptions();
        return new LiveSession($"{model.Name}/s", new FrameReader(model, options), record: null, options, DateTimeOffset.UnixEpoch);
    }

    /// <summary>Applies a frame and gives the parts of its answer.</summary>
    public static async Task<List<OutputFrame>> AnswerAsync(this LiveSession session, InputFrame frame, StepEngine engine)
    {
        var answer = new List<OutputFrame>();
        var job = await session.StartAsync(frame, engine, TestContext.Current.CancellationToken);
        while (answer is [] or [.., { Last: false }])
        {
            answer.Add(session.Answer(frame, answer.Count, await job.ReadPartAsync()));
        }

        return answer;
    }
}
