using System.Runtime.CompilerServices;
using Orleans.Streams;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Client.Sessions;

/// <summary>A live session, seen from its client: numbers the frames, sends them, and gives every output once and in order.</summary>
/// <remarks>Thread-safe for senders; outputs have one reader.</remarks>
public sealed class RnnSession : IAsyncDisposable
{
    private readonly RnnClient _client;
    private readonly ISessionGrain _grain;

    internal RnnSession(SessionKey key, RnnClient client, ISessionGrain grain, string replyKey)
    {
        Key = key;
        _client = client;
        _grain = grain;
        Flow = new SessionFlow(key.ToString(), client, grain, replyKey);
    }

    /// <summary>The session's key in the cluster.</summary>
    public SessionKey Key { get; }

    /// <summary>Where the session stood when it was opened.</summary>
    public SessionPosition Opened { get; private set; } = null!;

    /// <summary>The sequence number that the next frame gets that is sent.</summary>
    public long NextSequence => Flow.NextSequence;

    /// <summary>Highest sequence number that a checkpoint covers, as far as the cluster said; −1 for none.</summary>
    public long DurableThrough => Flow.DurableThrough;

    /// <summary>The frames of this session on their way.</summary>
    internal SessionFlow Flow { get; }

    /// <summary>
    /// Told of what happens to the session without a frame having asked for it: it was put away, refused, or closed by somebody. Called on
    /// the thread that outputs of all sessions come on; must return soon and not fail. A session that was closed ends here too.
    /// </summary>
    public event Action<SessionNotice>? Noticed
    {
        add => Flow.Noticed += value;
        remove => Flow.Noticed -= value;
    }

    /// <summary>Sends a frame; its outputs come with <see cref="ReadOutputsAsync"/>. Waits while too many frames are under way.</summary>
    /// <param name="input">What the network reads; null to send only the end.</param>
    /// <param name="end">Whether the sequence ends with this frame.</param>
    /// <param name="scores">Whether outputs carry all probabilities.</param>
    /// <param name="generation">What the session generates after reading; null for nothing, or for what the end of a source asks for.</param>
    /// <param name="cancellation">Ends the wait; then nothing was sent.</param>
    /// <returns>The frame's sequence number.</returns>
    /// <exception cref="SessionException">The session is lost.</exception>
    /// <exception cref="ObjectDisposedException">The session was closed or disposed here.</exception>
    public Task<long> SendAsync(
        FrameInput? input,
        bool end = false,
        bool scores = false,
        GenerationRequest? generation = null,
        CancellationToken cancellation = default) =>
        Flow.SendAsync(new FrameDraft(input, generation, end, scores), own: null, cancellation);

    /// <summary>Says that no frame follows: <see cref="ReadOutputsAsync"/> ends with the last answer.</summary>
    public void CompleteSending() => Flow.CompleteSending();

    /// <summary>
    /// All outputs of the frames sent by <see cref="SendAsync(FrameInput?, bool, bool, GenerationRequest?, CancellationToken)"/>, until the session is
    /// closed or, after <see cref="CompleteSending"/>, all frames are answered.
    /// </summary>
    /// <exception cref="SessionException">The session is lost; outputs before that were given.</exception>
    public async IAsyncEnumerable<OutputFrame> ReadOutputsAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var output in Flow.Outputs.ReadAllAsync(cancellation))
        {
            if (output.Last)
            {
                Flow.GiveBack();
            }

            yield return output;

            // The reader came back: what it did with the output is done.
            if (output.Last)
            {
                Flow.Confirm(output.Sequence);
            }
        }
    }

    /// <summary>
    /// The outputs of <see cref="ReadOutputsAsync"/>, for a reader that hands them on. The session keeps answers until
    /// <see cref="ConfirmThrough"/> says that they came; as long as it does not, the newest ones.
    /// </summary>
    /// <exception cref="SessionException">The session is lost; outputs before that were given.</exception>
    public IAsyncEnumerable<OutputFrame> HandOnOutputsAsync(CancellationToken cancellation = default)
    {
        Flow.HandOn();
        return ReadUnconfirmedAsync(cancellation);
    }

    /// <summary>All answers up to <paramref name="sequence"/> that <see cref="HandOnOutputsAsync"/> gave came to their end. The next frame says it.</summary>
    public void ConfirmThrough(long sequence) => Flow.ConfirmThrough(sequence);

    /// <summary>Lets the session generate, and gives the parts as they come.</summary>
    /// <param name="request">How much and how to sample.</param>
    /// <param name="prompt">What the network reads first; null to go on from where it stands.</param>
    /// <param name="cancellation">Ends the wait for parts. What was asked for is generated all the same: the session's state must not
    /// depend on when a reader left. <see cref="CloseAsync"/> stops it.</param>
    /// <exception cref="SessionException">The session is lost.</exception>
    public async IAsyncEnumerable<OutputFrame> GenerateAsync(
        GenerationRequest request, FrameInput? prompt = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var part in AnswerAsync(new FrameDraft(prompt, request), cancellation))
        {
            yield return part;
        }
    }

    /// <summary>Sends a frame and waits for its answer.</summary>
    /// <returns>The outputs of all its steps.</returns>
    /// <exception cref="SessionException">The frame was answered with an error, or the session is lost.</exception>
    public async Task<IReadOnlyList<StepOutput>> AskAsync(
        FrameInput input,
        bool end = false,
        bool scores = false,
        GenerationRequest? generation = null,
        CancellationToken cancellation = default)
    {
        var outputs = new List<StepOutput>();
        await foreach (var part in AnswerAsync(new FrameDraft(input, generation, end, scores), cancellation))
        {
            if (part.Error is { } error)
            {
                throw new SessionException(error.Code, error.Message);
            }

            outputs.AddRange(part.Outputs);
        }

        return outputs;
    }

    /// <summary>Where the session stands in the cluster, after the frames that it has. Tried again while the cluster changes.</summary>
    public Task<SessionPosition> GetPositionAsync() =>
        PatientCall.CallAsync(_grain.GetPositionAsync, Flow.Patience, CancellationToken.None);

    /// <summary>Back to the start of a sequence, after the frames that the cluster has; sequence numbers go on.</summary>
    public Task<SessionPosition> ResetAsync() => _grain.ResetAsync();

    /// <summary>Keeps the state under a name, after the frames that the cluster has; an older snapshot of that name is replaced.</summary>
    /// <exception cref="SessionException">The name is not allowed, or the store cannot be reached.</exception>
    public Task<SessionPosition> SnapshotAsync(string name) => _grain.SnapshotAsync(name);

    /// <summary>Back to a snapshot's state, after the frames that the cluster has; sequence numbers go on.</summary>
    /// <exception cref="SessionException">There is no such snapshot, or the store cannot be reached.</exception>
    public Task<SessionPosition> RewindAsync(string name) => _grain.RewindAsync(name);

    /// <summary>Makes a new session that goes on from this one's state, after the frames that the cluster has, and opens it.</summary>
    /// <param name="newId">Id of the new session of the same model; its sequence numbers start at 0.</param>
    /// <param name="cancellation">Ends the wait; the new session may be there all the same.</param>
    /// <exception cref="SessionException">The id is not allowed or taken.</exception>
    public async Task<RnnSession> ForkAsync(string newId, CancellationToken cancellation = default)
    {
        await _grain.ForkAsync(newId).WaitAsync(cancellation);
        return await _client.OpenAsync(Key.Model, newId, cancellation: cancellation);
    }

    /// <summary>
    /// Lets the session go on in another silo, with its state and the frames that it has: nothing is applied again, and outputs are the same. It
    /// stays there until it sleeps, that silo stops, or it is moved again.
    /// </summary>
    /// <param name="silo">The silo, <c>host:port</c> as <see cref="RnnClient.ListSessionsAsync"/> names them; null for any other.</param>
    /// <returns>The silo that it is on.</returns>
    /// <exception cref="SessionException">There is no such silo, or it has no room; then the session is stored, and its next frame wakes it elsewhere.</exception>
    /// <exception cref="TimeoutException">It did not arrive within <see cref="RnnClientOptions.PublishWaitMs"/>. It may still do so.</exception>
    public Task<string> MoveAsync(string? silo = null) => SessionJourney.MakeAsync(_grain, silo, Flow.Patience);

    /// <summary>Everything that the session goes on with, after the frames that the cluster has.</summary>
    public Task<SessionExport> ExportAsync() => _grain.ExportAsync();

    /// <summary>Ends the session in the cluster and here; work that runs is stopped.</summary>
    public async Task CloseAsync()
    {
        await DisposeAsync();
        await _grain.CloseAsync();
    }

    /// <summary>Stops sending and receiving here. The session lives on in the cluster and can be opened again.</summary>
    public ValueTask DisposeAsync() => new(Flow.StopAsync());

    internal void Start(SessionPosition position, IAsyncStream<InputFrame> stream, OpenRequest? opening = null)
    {
        Flow.Start(position, stream, opening);
        // One string less for every session that is open.
        Opened = position with { Session = Flow.Name };
    }

    internal void Resume(SessionPosition position, long answeredThrough, IAsyncStream<InputFrame> stream)
    {
        Flow.Resume(position, answeredThrough, stream);
        Opened = position with { Session = Flow.Name };
    }

    private async IAsyncEnumerable<OutputFrame> ReadUnconfirmedAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var output in Flow.Outputs.ReadAllAsync(cancellation))
        {
            if (output.Last)
            {
                Flow.GiveBack();
            }

            yield return output;
        }
    }

    private async IAsyncEnumerable<OutputFrame> AnswerAsync(FrameDraft draft, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var answer = Flow.NewAnswer();
        var sequence = await Flow.SendAsync(draft, answer, cancellation);
        try
        {
            await foreach (var part in answer.ReadAllAsync(cancellation))
            {
                yield return part;
            }
        }
        finally
        {
            Flow.Confirm(sequence);
            Flow.GiveBack();
        }
    }
}
