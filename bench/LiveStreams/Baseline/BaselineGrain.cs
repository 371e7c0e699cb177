using Orleans.Streams;
using Orleans.Streams.Core;
using RnnCluster.LiveStreams.Streams;

namespace RnnCluster.LiveStreams.Baseline;

/// <summary>A session as it is built in a day: the state in the grain, a call of ONNX Runtime for each token.</summary>
[ImplicitStreamSubscription(InputNamespace)]
internal sealed class BaselineGrain(OnnxLstm model)
    : Grain, IBaselineGrain, IStreamSubscriptionObserver, IAsyncBatchObserver<TokenFrame>
{
    /// <summary>Namespace of the streams that it is subscribed to.</summary>
    public const string InputNamespace = "bench.tokens";

    private readonly float[] _hidden = new float[model.HiddenSize];
    private readonly float[] _cell = new float[model.HiddenSize];
    private IAsyncStream<LabelFrame>? _reply;

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<TokenFrame>().ResumeAsync(this);

    public async Task OnNextAsync(IList<SequentialItem<TokenFrame>> items)
    {
        foreach (var item in items)
        {
            var frame = item.Item;
            _reply ??= this.GetStreamProvider(StreamVariant.ReplyProvider)
                .GetStream<LabelFrame>(StreamId.Create(StreamVariant.ReplyNamespace, frame.ReplyTo));
            await _reply.OnNextAsync(new LabelFrame(frame.Session, Array.ConvertAll(frame.Tokens, token => Step(token, frame))));
        }
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    private LabelledStep Step(int token, TokenFrame frame)
    {
        var probabilities = model.Step(token, _hidden, _cell);
        var best = Array.IndexOf(probabilities, probabilities.Max());
        return new LabelledStep(LstmModel.Labels[best], probabilities[best], frame.WithProbabilities ? probabilities : null);
    }
}
