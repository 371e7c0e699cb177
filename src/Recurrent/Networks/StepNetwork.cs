namespace RnnCluster.Recurrent.Networks;

/// <summary>Something that advances many rows together: a recurrent step, a layer of a whole sequence, a feed-forward network.</summary>
/// <remarks>Immutable: one network serves all sessions on all threads. A row's result has the same bits whoever else is in the batch.</remarks>
public abstract class StepNetwork
{
    /// <summary>Length of one row of outputs.</summary>
    public abstract int OutputSize { get; }

    /// <summary>Working space for up to <paramref name="capacity"/> rows; one per thread.</summary>
    public abstract RowBatch CreateBatch(int capacity);

    /// <summary>Applies the network once to every row of <paramref name="batch"/>, which it must have created. Allocates nothing.</summary>
    public abstract void Step(RowBatch batch);
}
