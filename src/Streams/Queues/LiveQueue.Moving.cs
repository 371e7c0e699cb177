namespace RnnCluster.Streams.Queues;

// How the queue comes to this silo and leaves it: its reader and its door.
internal sealed partial class LiveQueue
{
    /// <summary>An agent of this silo reads the queue from now on.</summary>
    public void StartReading()
    {
        lock (_gate)
        {
            IsRead = true;
        }
    }

    /// <summary>Lets the agent come round, though there may be nothing for it.</summary>
    public void Nudge()
    {
        lock (_gate)
        {
            _arrival.Set();
        }
    }

    /// <summary>No agent reads any more; what it did not deliver waits again, first of all.</summary>
    public void StopReading(IReadOnlyList<LiveBatch> undelivered)
    {
        lock (_gate)
        {
            _waiting.InsertRange(0, undelivered);
            foreach (var batch in undelivered)
            {
                _read.Leave(batch.StreamId);
                TellOf(batch.StreamId);
            }

            IsRead = false;
            _unread.Set();
        }
    }

    /// <summary>Completes when no agent of this silo reads the queue.</summary>
    public Task WhenUnreadAsync()
    {
        lock (_gate)
        {
            return IsRead ? _unread.Next : Task.CompletedTask;
        }
    }

    /// <summary>The queue's door is here.</summary>
    public void OpenDoor()
    {
        lock (_gate)
        {
            HasDoor = true;
            _isLeaving = false;
        }
    }

    /// <summary>The door is about to go: nothing is taken in any more, and who waits for room is sent away.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _isLeaving = true;
            TakeAllBack();
            _room.Set();
        }
    }

    /// <summary>The door is gone. What waits stays for the agent of this silo, unless somebody takes it elsewhere.</summary>
    public void CloseDoor()
    {
        lock (_gate)
        {
            HasDoor = false;
            TakeAllBack();
            _room.Set();
            _doorGone.Set();
        }
    }

    /// <summary>Takes over what waited on another silo: it goes before all that waits here.</summary>
    public void TakeOver(IReadOnlyList<LiveBatch> batches)
    {
        lock (_gate)
        {
            _waiting.InsertRange(0, batches);
            foreach (var batch in batches)
            {
                Enter(batch);
                TellOf(batch.StreamId);
            }
        }
    }

    /// <summary>Completes when the door is not on this silo.</summary>
    public Task WhenDoorGoneAsync()
    {
        lock (_gate)
        {
            return HasDoor ? _doorGone.Next : Task.CompletedTask;
        }
    }

    /// <summary>Takes what waits, to bring it to another silo.</summary>
    /// <param name="onlyStranded">Whether to take it only when neither door nor agent are here, so that it would stay for good.</param>
    public List<LiveBatch> TakeWaiting(bool onlyStranded)
    {
        lock (_gate)
        {
            if (onlyStranded && (HasDoor || IsRead))
            {
                return [];
            }

            var batches = _waiting;
            _waiting = [];
            foreach (var batch in batches)
            {
                _undelivered.Leave(batch.StreamId);
                Free(batch.Events.Count);
            }

            return batches;
        }
    }

    private void TakeAllBack()
    {
        foreach (var attachment in _attachments.Values)
        {
            TakeBack(attachment);
        }
    }
}
