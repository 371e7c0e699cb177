using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Grains.Sessions;

/// <summary>How the session becomes a record, and goes on from one.</summary>
internal sealed partial class LiveSession
{
    /// <summary>Goes on from the state of a record; place, answers and name stay.</summary>
    /// <exception cref="SessionException">The record belongs to another model or another version of it.</exception>
    public void Rewind(SessionRecord record)
    {
        Require(record);
        IsDirty = true;
        _seed = record.Seed;
        _state = record.Restore();
    }

    /// <summary>The session as it is stored. Shares what it carries from step to step.</summary>
    public SessionRecord ToRecord(long generation)
    {
        var record = new SessionRecord
        {
            Model = Model.Name,
            ModelVersion = Model.Version,
            NextSequence = NextSequence,
            ReplyTo = ReplyTo,
            Seed = _seed,
            Durability = Durability,
            Generation = generation,
            AnsweredThrough = AnsweredThrough,
            Answers = [.. Answers.Parts],
            Snapshots = _snapshots,
            FailedFrames = _failedFrames,
            IsContinued = _isContinued,
            Incarnation = Incarnation,
        };
        record.Store(_state);
        return record;
    }

    /// <summary>Its record, as it is now, is on its way to the store.</summary>
    public void MarkStored() => IsDirty = false;

    /// <summary>The store does not have it.</summary>
    public void MarkDirty() => IsDirty = true;

    private void Require(SessionRecord record)
    {
        if (record.Model != Model.Name)
        {
            throw new SessionException(ErrorCodes.UnknownModel, $"the stored session belongs to model '{record.Model}'; this one is of '{Model.Name}'");
        }

        if (record.ModelVersion != Model.Version || record.Values.Length != Model.StateLength)
        {
            throw new SessionException(ErrorCodes.UnknownModel,
                $"the session was opened on version {record.ModelVersion} of model '{Model.Name}'; version {Model.Version} is served");
        }
    }
}
