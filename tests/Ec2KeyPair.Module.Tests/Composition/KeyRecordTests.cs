namespace Ec2KeyPair.Module.Tests.Composition;

/// <summary>What is piped into cmdlets about stored keys acts on the key that it is, or on none.</summary>
public sealed class KeyRecordTests
{
    private static readonly string[] Commands =
    [
        "Get-EC2KeyPairLocal -StorePath $store",
        "Remove-EC2KeyPairLocal -Confirm:$false -StorePath $store",
        "Export-EC2KeyPairLocal -Path $folder/out.pub -PublicKey -StorePath $store",
        "Protect-EC2KeyPairLocal -RemovePassphrase -StorePath $store",
        "Publish-EC2KeyPairLocal @aws -StorePath $store",
        "Backup-EC2KeyPairLocal @aws -StorePath $store",
        "New-EC2KeyPairLocal -LocalOnly -StorePath $store",
    ];

    public static TheoryData<string> KeyCommands => [.. Commands];

    [Theory]
    [MemberData(nameof(KeyCommands))]
    public async Task KeyCommand_RecordOfAFileOutsideTheStore_LeavesTheStoredKeyOfThatNameAlone(string command)
    {
        await using var module = await StartAsync();
        module.Run("New-EC2KeyPairLocal db -LocalOnly -KeyType Ed25519 -Path $folder/db.pem").Single();
        const string Record = "Get-EC2KeyPairLocal -Path $folder/db.pem";
        foreach (var record in new[] { Record, $"[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize(({Record})))" })
        {
            var outcome = module.Run(record + " | " + command);
            Assert.NotEmpty(outcome.Errors);
            Assert.Empty(outcome.Output);
        }

        Assert.Equal("db", Outcome.Text(module.Run("Get-EC2KeyPairLocal -StorePath $store").Single(), "Name"));
        Assert.Empty(module.Aws.Requests.All);
    }

    [Theory]
    [MemberData(nameof(KeyCommands))]
    public async Task KeyCommand_WhatNamesNoKeyPair_IsAnErrorOfItsOwnAndTheOthersGoOn(string command)
    {
        await using var module = await StartAsync();
        module.Set("instance", AwsToolsObjects.Instance("i-0aaaaaaaaaaaaaaaa", keyName: null));
        module.Set("information", AwsToolsObjects.InstanceInformation("i-0aaaaaaaaaaaaaaaa"));
        module.Set("reservation", AwsToolsObjects.Reservation(AwsToolsObjects.Instance("i-0aaaaaaaaaaaaaaaa")));
        var outcome = module.Run("$instance, $information, $reservation, @{ Name = 'db' }, [pscustomobject]@{ InstanceId = 'i-1'; Name = 'db' }, [System.IO.FileInfo]::new('db'), 'db' | " + command);
        Assert.Equal(6, outcome.Errors.Count);
        Assert.Null(outcome.Terminating?.ToString());
        if (command.StartsWith("Remove", StringComparison.Ordinal)) Assert.Empty(module.Run("Get-EC2KeyPairLocal -StorePath $store").MustSucceed());
        else Assert.Single(outcome.Output);
    }

    [Fact]
    public async Task KeyCommand_RecordOfAnotherStore_ActsOnThatStore()
    {
        await using var module = await StartAsync();
        module.Run("New-EC2KeyPairLocal db -LocalOnly -KeyType Ed25519 -StorePath $folder/other").Single();
        module.Run("Get-EC2KeyPairLocal -StorePath $folder/other | Remove-EC2KeyPairLocal -Confirm:$false").MustSucceed();
        Assert.Empty(module.Run("Get-EC2KeyPairLocal -StorePath $folder/other").MustSucceed());
        Assert.Equal("Rsa", Outcome.Text(module.Run("Get-EC2KeyPairLocal -StorePath $store").Single(), "KeyType"));
    }

    [Fact]
    public async Task KeyCommand_RowOfATable_IsTheKeyOfItsName()
    {
        await using var module = await StartAsync();
        Assert.Equal(["db", "db"], module.Run("[pscustomobject]@{ Name = 'db' }, [pscustomobject]@{ Name = 'x'; KeyName = 'db' } | Get-EC2KeyPairLocal -StorePath $store").MustSucceed().Select(key => Outcome.Text(key, "Name")));
        Assert.Equal("42", Outcome.Text(module.Run("42 | New-EC2KeyPairLocal -LocalOnly -KeyType Ed25519 -StorePath $store").Single(), "Name"));
    }

    private static async Task<AwsModule> StartAsync()
    {
        var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal db -LocalOnly -StorePath $store").MustSucceed();
        return module;
    }
}
