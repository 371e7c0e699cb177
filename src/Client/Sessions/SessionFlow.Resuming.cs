using Orleans.Streams;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Client.Sessions;

// A session that an earlier process opened: answers come to frames that were sent from there.
internal sealed partial class SessionFlow
{
    /// <summary>Takes the answers behind <paramref name="answeredThrough"/> from now on.</summary>
    public void Expect(long answeredThrough)
    {
        lock (_gate)
        {
            _window.Expect(answeredThrough, Outputs);
        }
    }

    /// <summary>Lets frames go to <paramref name="stream"/>, after <see cref="Expect"/>, from where the cluster says that the session stands.</summary>
    /// <exception cref="ObjectDisposedException">The client was disposed while the cluster found the session.</exception>
    public void Resume(SessionPosition position, long answeredThrough, IAsyncStream<InputFrame> stream)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isEnded, typeof(RnnSession));
            _window.ResumeAt(position);
            _publisher = new FramePublisher(_gate, this, stream, _client.Patience);

            // Their reader gives these places back as if they had been taken.
            _freePlaces -= (int)Math.Clamp(position.NextSequence - 1 - answeredThrough, 0, int.MaxValue / 2);
            if (_window.Count > 0)
            {
                Watch();
            }
        }
    }

    /// <summary>Asks the session for the answers that are missing to frames of the earlier process.</summary>
    private async Task AskForEarlierAsync()
    {
        long answeredThrough;
        lock (_gate)
        {
            answeredThrough = _window.ConfirmedThrough;
        }

        try
        {
            var position = await PatientCall.CallAsync(
                () => _grain.OpenAsync(new OpenRequest { ReplyTo = _replyKey, MustExist = true, AnsweredThrough = answeredThrough }),
                _client.Patience,
                CancellationToken.None);
            lock (_gate)
            {
                if (!_window.WaitsForEarlier || position.NextSequence >= _window.KeptFrom)
                {
                    return;
                }
            }

            End(Lost($"it goes on with frame {position.NextSequence}, which an earlier process sent; resume it to send from there"));
        }
        catch (SessionException refusal)
        {
            End(refusal);
        }
        catch (Exception exception)
        {
            // The next silence asks again.
            ClientLog.PositionUnknown(_client.Logger, Name, exception);
        }
    }
}
