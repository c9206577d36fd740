console.log('no native code here');
