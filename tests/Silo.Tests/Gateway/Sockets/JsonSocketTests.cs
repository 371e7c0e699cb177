namespace RnnCluster.Silo.Tests.Gateway.Sockets;

public sealed class JsonSocketTests(TinySilo host) : SocketTests(host, TestSocket.Json);
