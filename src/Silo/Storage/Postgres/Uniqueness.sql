-- Two silos that store the same grain for the first time at once: Orleans' insert looks for a row first, which both may miss. One of them
-- must fail.
CREATE UNIQUE INDEX uq_orleansstorage ON OrleansStorage
(
    GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, COALESCE(GrainIdExtensionString, ''), ServiceId
);
