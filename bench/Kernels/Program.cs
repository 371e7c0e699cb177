using RnnCluster.Kernels;

return KernelsCommand.Create().Parse(args).Invoke();
