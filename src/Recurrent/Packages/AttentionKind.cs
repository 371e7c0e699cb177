namespace RnnCluster.Recurrent.Packages;

/// <summary>How a decoder attends to its source.</summary>
public enum AttentionKind
{
    /// <summary>
    /// Dot products of <c>h_t</c> with the projected source, input feeding (Luong et al., 2015, https://arxiv.org/abs/1508.04025).
    /// </summary>
    Dot,
}
