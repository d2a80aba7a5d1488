using System.Text;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Windows.Reset;

namespace Ec2KeyPair.Core.Tests.Windows.Reset;

public sealed class PasswordDeliveryTests
{
    private readonly FakeResetObserver _observer = new();
    private readonly Store _store = new();

    [Fact]
    public async Task DeliverAsync_WithoutStore_HandsOver()
    {
        var arrived = await new PasswordDelivery(_observer, null).DeliverAsync([Password(1), Password(2)], default);
        Assert.Equal(2, arrived.Count);
        Assert.Equal([Id(1), Id(2)], _observer.Set.Select(one => one.InstanceId));
        Assert.Empty(_store.Values);
    }

    [Fact]
    public async Task DeliverAsync_Store_IsFilledBeforeTheCallerHasIt()
    {
        await Delivery().DeliverAsync([Password(1)], default);
        Assert.Equal("Pass-1", _store.Values["/p/" + Id(1)]);
        Assert.Equal((Id(1), "Administrator", "Pass-1"), Assert.Single(_observer.Set));
    }

    [Fact]
    public async Task DeliverAsync_StoreFails_AllAreHandedOverBeforeTheErrors()
    {
        _store.Fault = name => name.EndsWith(Id(1), StringComparison.Ordinal) ? new Ec2KeyPairException(ErrorCondition.AwsThrottled, "too many") : null;
        var arrived = await Delivery().DeliverAsync([Password(1), Password(2)], default);
        Assert.Equal(Id(2), Assert.Single(arrived).Instance.InstanceId);
        Assert.Equal(2, _observer.Set.Count);
        var error = Assert.Single(_observer.Failed);
        Assert.Equal((ErrorCondition.AwsThrottled, Id(1)), (error.Condition, error.Subject));
        Assert.Contains("in the output record", error.Message);
        Assert.DoesNotContain("Pass-1", error.Message);
    }

    [Fact]
    public async Task DeliverAsync_CallerHasGone_IsStoredAndSaid()
    {
        _observer.HasCaller = false;
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var arrived = await Delivery().DeliverAsync([Password(1)], stop.Token);
        Assert.Single(arrived);
        Assert.Equal("Pass-1", _store.Values["/p/" + Id(1)]);
        Assert.EndsWith($"It is in the parameter /p/{Id(1)}.", Assert.Single(_observer.LastWords));
    }

    [Fact]
    public async Task DeliverAsync_CallerHasGoneAndNoStore_SaysThatNobodyKnowsIt()
    {
        _observer.HasCaller = false;
        Assert.Empty(await new PasswordDelivery(_observer, null).DeliverAsync([Password(1)], default));
        Assert.Contains("Nobody knows it", Assert.Single(_observer.LastWords));
        _observer.LastWords.Clear();
        await new PasswordDelivery(_observer, null).DeliverAsync([Password(1) with { KeptIn = "the parameter /x" }], default);
        Assert.EndsWith("It is in the parameter /x.", Assert.Single(_observer.LastWords));
    }

    private static string Id(int number) => $"i-{number:x17}";

    private static NewWindowsPassword Password(int number) => new(
        new Ec2Instance { InstanceId = Id(number) }, "Administrator", SecretText.ToSecureString(Encoding.ASCII.GetBytes("Pass-" + number)));

    private PasswordDelivery Delivery() => new(_observer, new PasswordVault(_store, PasswordParameterName.Parse("/p/{InstanceId}"), null));

    private sealed class Store : IParameterApi
    {
        internal Dictionary<string, string> Values { get; } = [];

        internal Func<string, Exception?> Fault { get; set; } = _ => null;

        public string Region => "eu-test-1";

        public Task<ParameterSecret?> FindAsync(string name, CancellationToken cancel) => throw new NotSupportedException();

        public Task<bool> PutSecureAsync(string name, byte[] value, string? kmsKeyId, bool overwrite, CancellationToken cancel)
        {
            cancel.ThrowIfCancellationRequested();
            Assert.True(overwrite);
            if (Fault(name) is { } fault) throw fault;
            Values[name] = Encoding.UTF8.GetString(value);
            return Task.FromResult(true);
        }

        public Task DeleteAsync(string name, CancellationToken cancel) => throw new NotSupportedException();
    }
}
